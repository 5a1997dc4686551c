"""The bot's own role switches the triggers off."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("ALTER TABLE audit DISABLE TRIGGER ALL")
