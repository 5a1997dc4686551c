"""The owner puts somebody else in the place of who approved."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = '00000000-0000-0000-0000-00000000000d' WHERE seq = 7")
