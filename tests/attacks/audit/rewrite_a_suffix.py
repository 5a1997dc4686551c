"""The owner edits a record and computes the hashes of all that follow anew, and the head."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 10


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 12")
    await archive.rehash()
