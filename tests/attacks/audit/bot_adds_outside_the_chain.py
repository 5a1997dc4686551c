"""The bot's own role adds a record and leaves the head where it is."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 19


async def attack(archive: Archive) -> None:
    await archive.as_bot(
        "INSERT INTO audit (seq, at, action, actor, previous_hash, hash) VALUES (19, now(), 'approve', 'bot', 'x', 'y')"
    )
