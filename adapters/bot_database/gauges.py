"""How much waits at this moment, for /metrics: a few numbers, none of them about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.states import OPEN, State

_OPEN = text("""
SELECT state, count(*) AS number, min(state_since) AS since FROM requests WHERE state = ANY(:open) GROUP BY state
""")
# The conditions are those of the partial indexes, so that what was sent long ago is not read.
_WAITING = text("""
SELECT 'cards' AS queue, count(*) AS number, min(due_at) AS since FROM cards WHERE confirmed < wanted
UNION ALL
SELECT 'notices', count(*), min(due_at) FROM notices WHERE due_at IS NOT NULL AND outcome IS NULL
UNION ALL
SELECT 'paused', count(*), NULL FROM settings WHERE name = 'pause'
""")


@dataclass(frozen=True)
class Gauges:
    """Open requests by state: how many, and for how many seconds the oldest; what is to be sent, since it was due.

    A try that failed makes it due later, so what Teams keeps refusing shows in the number, not in the seconds.
    """

    requests: Mapping[State, tuple[int, float]]
    waiting: Mapping[str, tuple[int, float]]
    paused: bool


async def read_gauges(engine: AsyncEngine, now: datetime) -> Gauges:
    """Raises SQLAlchemyError, OSError or asyncpg.PostgresError when the bot database does not answer."""
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        found = (await connection.execute(_OPEN, {"open": sorted(OPEN)})).all()
        waits = {row.queue: row for row in await connection.execute(_WAITING)}
    paused = waits.pop("paused").number > 0
    return Gauges(
        {State(row.state): (row.number, _seconds(row.since, now)) for row in found},
        {queue: (row.number, _seconds(row.since, now)) for queue, row in waits.items()},
        paused,
    )


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
