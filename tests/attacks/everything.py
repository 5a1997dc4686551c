"""All that an attack on the way in could change: every row of both databases, and what stands in the channel."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import asyncpg

from practice.channel import Message
from practice.service_database.checksum import checksums
from tests.world import World

OUT = ("SELECT count(*) FROM cards WHERE confirmed < wanted", "SELECT count(*) FROM notices WHERE outcome IS NULL")


@dataclass(frozen=True)
class Everything:
    """One moment, by the name of each part."""

    parts: dict[str, str]

    @staticmethod
    async def now(world: World) -> Everything:
        parts = {"channel": repr([(each.id, each.activity) for each in world.outside.channel.from_bot])}
        for name, url in (("bot database", world.database_url), ("service database", world.tv_url)):
            connection = await asyncpg.connect(url)
            try:
                parts |= {f"{name}: {table}": rows for table, rows in (await checksums(connection)).items()}
            finally:
                await connection.close()
        return Everything(parts)

    def of(self, place: str) -> dict[str, str]:
        """The parts of one place, as "service database"."""
        return {name: value for name, value in self.parts.items() if name.startswith(place)}

    def differs(self, other: Everything) -> list[str]:
        """The names of the parts that are not the same at that moment."""
        assert self.parts.keys() == other.parts.keys()
        return sorted(name for name, value in self.parts.items() if other.parts[name] != value)


async def settled(world: World, card: Message) -> Message:
    """The card as it stands once all is sent, so that nothing honest is still on its way."""
    for _ in range(400):
        if not await _on_its_way(world):
            break
        await asyncio.sleep(0.05)
    return world.outside.channel.find(card)


async def _on_its_way(world: World) -> bool:
    return any([(await world.bot_rows(query))[0]["count"] for query in OUT])
