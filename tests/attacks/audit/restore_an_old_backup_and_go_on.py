"""Somebody puts an old copy in place, and the bot goes on until it has more records than before."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.REWRITTEN


async def attack(archive: Archive) -> None:
    await archive.back_up()
    await archive.write(3)
    await archive.anchor()
    await archive.restore()
    await archive.write(9, actor="bot")
    await archive.anchor()
