"""Somebody writes into the anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.UNREADABLE


async def attack(archive: Archive) -> None:
    archive.set_lines([*archive.lines(), "nothing to see here"])
