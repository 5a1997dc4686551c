"""The bot's own role deletes the head."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("DELETE FROM audit_head")
