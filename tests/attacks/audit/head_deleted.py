"""The owner deletes the head."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.NO_HEAD
FIRST_BAD = 18


async def attack(archive: Archive) -> None:
    await archive.as_owner("DELETE FROM audit_head")
