"""Somebody puts an old copy of the anchor in place, older than the database is."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.LINES_LOST


async def attack(archive: Archive) -> None:
    lines = archive.lines()
    await archive.write(3)
    await archive.anchor()
    archive.set_lines(lines)
