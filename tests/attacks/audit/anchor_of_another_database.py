"""The whole anchor is that of another database, written with the same key."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import KEY, Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 1


async def attack(archive: Archive) -> None:
    archive.set_lines([])
    archive.forge_line(4, "ab" * 32, KEY)
    archive.forge_line(9, "cd" * 32, KEY)
