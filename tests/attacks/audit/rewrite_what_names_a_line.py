"""The owner removes the record that names a line, and computes all hashes anew."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "DELETE FROM audit WHERE seq = 10",
        "UPDATE audit SET seq = -seq WHERE seq > 10",
        "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
    )
    await archive.rehash()
