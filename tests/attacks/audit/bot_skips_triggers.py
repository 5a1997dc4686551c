"""The bot's own role asks the server to skip triggers."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot("SET session_replication_role = replica")
