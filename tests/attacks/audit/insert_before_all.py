"""The owner puts a record in front of the first."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import INSERT, Archive

FOUND = Break.TOO_MANY
FIRST_BAD = 0


async def attack(archive: Archive) -> None:
    await archive.as_owner(INSERT.format(number=0, of=1))
