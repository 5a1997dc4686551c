"""Somebody cuts the anchor in the middle of its last line."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.UNREADABLE


async def attack(archive: Archive) -> None:
    archive.file.write_bytes(archive.file.read_bytes()[:-40])
