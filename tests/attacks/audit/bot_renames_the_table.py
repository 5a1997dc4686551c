"""The bot's own role renames the table."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("ALTER TABLE audit RENAME TO old_audit")
