"""The owner swaps two records and computes all hashes anew."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 5


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "UPDATE audit SET seq = 70 WHERE seq = 7",
        "UPDATE audit SET seq = 7 WHERE seq = 8",
        "UPDATE audit SET seq = 8 WHERE seq = 70",
    )
    await archive.rehash()
