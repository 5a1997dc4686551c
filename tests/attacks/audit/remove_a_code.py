"""The owner takes a code away."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET code = NULL WHERE seq = 7")
