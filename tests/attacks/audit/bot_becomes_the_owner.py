"""The bot's own role becomes the owner of the tables."""

from __future__ import annotations

from tests.attacks.archive import Archive
from tests.world import rows_of

FOUND = None


async def attack(archive: Archive) -> None:
    [row] = await rows_of(archive.url, "SELECT tableowner FROM pg_tables WHERE tablename = 'audit'")
    await archive.as_bot(f'SET ROLE "{row["tableowner"]}"')
