"""The bot's own role makes a rule that swallows new records."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("CREATE RULE quiet AS ON INSERT TO audit DO INSTEAD NOTHING")
