"""What an attack must leave as it was, looked at before and after: requests, approvals, the service database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import asyncpg

from adapters.bot_database.chain import Fault, read_chain, snapshot
from adapters.postgres import make_engine
from practice.service_database.checksum import checksums, tables
from tests.world import World

# An answer is kept for later deliveries, told in the thread, and recorded; a card that turned up may be noted.
ANSWERING = frozenset({"audit", "audit_head", "inbox", "notices", "cards", "sends"})


@dataclass(frozen=True)
class Seen:
    """One moment of both databases."""

    requests: list[dict[str, Any]]
    bot: dict[str, str]
    service: dict[str, str]
    records: list[dict[str, Any]]
    stored: int

    @staticmethod
    async def now(world: World) -> Seen:
        connection = await asyncpg.connect(world.database_url)
        try:
            bot = await checksums(connection)
            names = await tables(connection)
            assert set(names) > ANSWERING
            stored = await connection.fetchval("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM notices)")
        finally:
            await connection.close()
        service = await asyncpg.connect(world.tv_url)
        try:
            rows = await checksums(service)
        finally:
            await service.close()
        return Seen(
            requests=await world.bot_rows("SELECT id, state, version, attempt, xid FROM requests ORDER BY id"),
            bot={name: digest for name, digest in bot.items() if name not in ANSWERING},
            service=rows,
            records=await world.bot_rows("SELECT * FROM audit ORDER BY seq"),
            stored=stored,
        )

    def since(self, earlier: Seen) -> list[dict[str, Any]]:
        """The audit records written since that moment."""
        assert self.records[: len(earlier.records)] == earlier.records, "the audit only grows"
        return self.records[len(earlier.records) :]


async def fault_in_the_chain(world: World) -> Fault | None:
    """The first record of the audit that does not fit the one before it."""
    engine = make_engine(world.database_url, name="attack", encrypted=False, size=1)
    try:
        async with snapshot(engine) as connection:
            return (await read_chain(connection)).fault
    finally:
        await engine.dispose()
