"""The owner edits the newest record with a hash that fits, and forgets the head."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.HEAD_DIFFERS
FIRST_BAD = 18


async def attack(archive: Archive) -> None:
    await archive.back_up()
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 18")
    await archive.rehash()
    await archive.as_owner("UPDATE audit_head SET hash = (SELECT hash FROM old_audit_head)")
