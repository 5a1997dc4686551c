"""The bot's own role changes records."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("UPDATE audit SET actor = 'bot'")
