"""Somebody repeats an older line at the end of the anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.OUT_OF_ORDER


async def attack(archive: Archive) -> None:
    lines = archive.lines()
    archive.set_lines([*lines, lines[0]])
