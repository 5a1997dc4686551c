"""Somebody puts an old copy of the database in place."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.RECORDS_LOST
FIRST_BAD = 19


async def attack(archive: Archive) -> None:
    await archive.back_up()
    await archive.write(3)
    await archive.anchor()
    await archive.restore()
