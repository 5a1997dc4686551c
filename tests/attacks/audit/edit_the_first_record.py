"""The owner edits the very first record."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 1


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 1")
