"""A line that a bot with the same key wrote for another database is added."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import KEY, Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 15


async def attack(archive: Archive) -> None:
    archive.forge_line(18, "ab" * 32, KEY)
