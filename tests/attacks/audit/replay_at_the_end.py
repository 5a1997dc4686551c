"""The owner repeats an old approval at the end, as it was."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import INSERT, Archive

FOUND = Break.CHANGED
FIRST_BAD = 19


async def attack(archive: Archive) -> None:
    await archive.as_owner(INSERT.format(number=19, of=7))
