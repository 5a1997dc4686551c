"""The owner deletes a record, numbers the rest anew and computes all hashes anew."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 5


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "DELETE FROM audit WHERE seq = 8",
        "UPDATE audit SET seq = -seq WHERE seq > 8",
        "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
    )
    await archive.rehash()
