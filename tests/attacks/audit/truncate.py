"""The owner empties the table in one go and sets the head back."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.RECORDS_LOST
FIRST_BAD = 1


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "TRUNCATE audit",
        "UPDATE audit_head SET seq = 0, hash = repeat('0', 64)",
    )
