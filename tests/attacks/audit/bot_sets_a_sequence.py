"""The bot's own role sets a sequence to number records anew: there is none, and it may not make one."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("CREATE SEQUENCE numbers", "SELECT setval('numbers', 1)")
