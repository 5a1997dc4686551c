"""The ground on which the doctor looks: the outside, both databases, and the settings of a bot in this world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from bot.checks import examined
from bot.settings import read_settings
from handlers.ports import Clock
from practice.outside import Outside


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ground:
    """`databases` are the owner's addresses: the bot database, the service database."""

    outside: Outside
    databases: tuple[str, str]
    settings: Mapping[str, str]

    async def sql(self, which: int, statement: str, *values: object) -> None:
        """Run it as the owner."""
        connection = await asyncpg.connect(self.databases[which])
        await connection.execute(statement, *values)
        await connection.close()

    async def heard_from(self, service_url: str) -> None:
        """Somebody wrote to the bot, `help` for example, so that it is known where to answer."""
        await self.sql(0, "UPDATE channel SET service_url = $1", service_url)

    async def wrong(self, **others: str) -> dict[str, tuple[str, ...]]:
        """The faults by check, with these settings in place of ours."""
        return await self.found(others)

    async def found(
        self, others: Mapping[str, str], *, post: bool = False, clock: Clock = _now
    ) -> dict[str, tuple[str, ...]]:
        """The same, with a test card or with another clock than ours."""
        outcomes = await examined(read_settings({**self.settings, **others}), post=post, clock=clock)
        return {each.check: each.faults for each in outcomes if each.faults}
