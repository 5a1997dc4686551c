"""The owner puts a record in and computes all hashes anew."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import INSERT, Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 5


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "UPDATE audit SET seq = -seq WHERE seq > 7",
        "UPDATE audit SET seq = -seq + 1 WHERE seq < 0",
        INSERT.format(number=8, of=3),
    )
    await archive.rehash()
