"""The owner deletes a record in the middle."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.MISSING
FIRST_BAD = 8


async def attack(archive: Archive) -> None:
    await archive.as_owner("DELETE FROM audit WHERE seq = 8")
