"""Somebody takes a line out of the middle of the anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.LINES_LOST
FIRST_BAD = 10


async def attack(archive: Archive) -> None:
    first, _, last = archive.lines()
    archive.set_lines([first, last])
