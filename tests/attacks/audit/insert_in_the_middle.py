"""The owner makes room in the middle and puts a record in."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import INSERT, Archive

FOUND = Break.CHANGED
FIRST_BAD = 8


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "UPDATE audit SET seq = -seq WHERE seq > 7",
        "UPDATE audit SET seq = -seq + 1 WHERE seq < 0",
        INSERT.format(number=8, of=3),
    )
