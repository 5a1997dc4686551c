"""The owner swaps two records."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 7


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "UPDATE audit SET seq = 70 WHERE seq = 7",
        "UPDATE audit SET seq = 7 WHERE seq = 8",
        "UPDATE audit SET seq = 8 WHERE seq = 70",
    )
