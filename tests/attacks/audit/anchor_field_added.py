"""Somebody adds a field to a line."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.UNREADABLE


async def attack(archive: Archive) -> None:
    lines = archive.lines()
    archive.set_lines([*lines[:-1], lines[-1].replace("{", '{"by":"me",')])
