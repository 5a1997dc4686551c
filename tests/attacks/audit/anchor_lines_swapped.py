"""Somebody swaps two lines of the anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.OUT_OF_ORDER


async def attack(archive: Archive) -> None:
    first, second, third = archive.lines()
    archive.set_lines([second, first, third])
