"""Somebody changes the time of a line."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.FORGED


async def attack(archive: Archive) -> None:
    archive.edit_line(2, "at", '"2026-01-01T00:00:00+00:00"')
