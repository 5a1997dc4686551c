"""The owner gives a record a digest that it did not have."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET digest = 'another' WHERE seq = 7")
