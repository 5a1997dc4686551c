"""The owner deletes the newest record, which no line covers yet."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.HEAD_DIFFERS
FIRST_BAD = 17


async def attack(archive: Archive) -> None:
    await archive.as_owner("DELETE FROM audit WHERE seq = 18")
