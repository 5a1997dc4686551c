"""Two bots with the same key write to two copies of one database and to one anchor."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import KEY, Archive

FOUND = Doubt.REWRITTEN
FIRST_BAD = 15


async def attack(archive: Archive) -> None:
    await archive.back_up()
    await archive.write(3)
    await archive.anchor()
    await archive.restore()
    await archive.write(4, actor="bot")
    archive.forge_line(22, await archive.hash_of(22), KEY)
