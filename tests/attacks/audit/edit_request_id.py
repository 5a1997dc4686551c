"""The owner hangs an approval on another request."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET request_id = '99999999-9999-9999-9999-999999999999' WHERE seq = 7")
