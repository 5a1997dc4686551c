"""The owner edits the first record and computes every hash anew."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 1


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 1")
    await archive.rehash()
