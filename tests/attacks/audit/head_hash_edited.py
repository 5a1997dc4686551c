"""The owner changes the hash in the head."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.HEAD_DIFFERS
FIRST_BAD = 18


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit_head SET hash = repeat('f', 64)")
