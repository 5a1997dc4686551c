"""Somebody empties the anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.LINES_LOST
FIRST_BAD = 5


async def attack(archive: Archive) -> None:
    archive.set_lines([])
