"""The owner gives a record another number."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.MISSING
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET seq = 70 WHERE seq = 7")
