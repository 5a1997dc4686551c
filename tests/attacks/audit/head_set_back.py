"""The bot's own role, which moves the head, sets it back."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.HEAD_DIFFERS
FIRST_BAD = 18


async def attack(archive: Archive) -> None:
    await archive.as_bot("UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = 16)")
