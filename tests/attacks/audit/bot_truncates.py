"""The bot's own role empties the table."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("TRUNCATE audit")
