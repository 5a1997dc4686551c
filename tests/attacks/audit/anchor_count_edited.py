"""Somebody changes how many records a line saw."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.FORGED


async def attack(archive: Archive) -> None:
    archive.edit_line(2, "count", "8")
