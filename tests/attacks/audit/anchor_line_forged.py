"""Somebody with the database rewrites it and adds a line, but has no SECRET_KEY."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.FORGED


async def attack(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 17")
    await archive.rehash()
    archive.forge_line(18, await archive.hash_of(18))
