"""The owner deletes every record."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.RECORDS_LOST
FIRST_BAD = 0


async def attack(archive: Archive) -> None:
    await archive.as_owner("DELETE FROM audit")
