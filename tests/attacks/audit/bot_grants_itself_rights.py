"""The bot's own role grants itself more rights, and uses them."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("GRANT UPDATE, DELETE ON audit TO tv_support_bot", "DELETE FROM audit")
