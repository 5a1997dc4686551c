"""The bot's own role adds a second head."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("INSERT INTO audit_head (id, seq, hash) VALUES (2, 0, '')")
