"""Somebody puts an older copy of the anchor in place."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.LINES_LOST
FIRST_BAD = 10


async def attack(archive: Archive) -> None:
    archive.set_lines(archive.lines()[:1])
