"""Writing the head of the audit down outside, again and again, with a record in the chain of each line that was.

The line protects the records before it; the record protects the line: whoever takes lines away must also take away
the records that name them, and those are protected by later lines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import asyncpg
import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.anchor.lines import Anchor, Line, is_ours, read, sealed
from adapters.bot_database.audit import ANCHORED, append
from adapters.bot_database.tables import audit, audit_head
from handlers.errors import AnchorUnavailable
from handlers.ports import Entry

EVERY = timedelta(minutes=5)
AFTER_A_FAULT = timedelta(minutes=1)
LAST_SECONDS = 3.0  # when the bot stops
LOCK = 5082196347  # one writer at a time, whichever replica

log = structlog.get_logger()


class Anchoring:
    """The step of the worker that writes lines.

    `trouble` says why the last try did not, for /readyz; `fine_at` when all was last written, for /metrics.
    """

    def __init__(self, engine: AsyncEngine, anchor: Anchor, key: bytes, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        # No transaction is open while the anchor is written: the server would end it (adapters/postgres.py).
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._anchor = anchor
        self._key = key
        self._clock = clock
        self._next: datetime | None = None
        self.trouble: str | None = "not written yet"
        self.fine_at: datetime | None = None

    async def step(self) -> bool:
        """Write a line when it is time and there is something new; never anything to do at once after it."""
        now = self._clock()
        # A clock that was set back must not stop the lines.
        if self._next is None or not now < self._next <= now + EVERY:
            await self._tried(now)
        return False

    async def last(self) -> None:
        """One more line before the bot stops, if that does not take long."""
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self._tried(self._clock())
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on stopping
            log.warning("not_anchored", why=type(error).__name__)

    async def _tried(self, now: datetime) -> None:
        self._next = now + AFTER_A_FAULT
        try:
            await self._once(now)
        except AnchorUnavailable as error:
            self._failed(str(error), now)
        except (SQLAlchemyError, asyncpg.PostgresError, OSError) as error:
            self._failed(f"the bot database cannot be used ({type(error).__name__})", now)
        else:
            self._next, self.fine_at = now + EVERY, now

    def _failed(self, why: str, now: datetime) -> None:
        log.warning("not_anchored", why=why)
        self.trouble = f"{why}, at {now:%Y-%m-%dT%H:%M:%SZ}"

    async def _once(self, now: datetime) -> None:
        async with self._reading.connect() as connection:
            if not (await connection.execute(select(func.pg_try_advisory_lock(LOCK)))).scalar_one():
                self.trouble = None  # another replica is at it
                return
            try:
                await self._write(connection, now)
            finally:
                await connection.execute(select(func.pg_advisory_unlock(LOCK)))

    async def _write(self, connection: AsyncConnection, now: datetime) -> None:
        newest = _last_of(await self._anchor.lines())
        if newest is not None and not await _fits(connection, newest):
            raise AnchorUnavailable("its last line and the audit contradict each other: run audit verify")
        ours = newest is not None and is_ours(newest, self._key)
        if await _has_news(connection, newest.count if newest is not None and ours else 0):
            head = (await connection.execute(select(audit_head.c.seq, audit_head.c.hash))).one()
            line = sealed(self._key, now, head.seq, head.hash)
            await self._anchor.add(line)
            async with self._engine.begin() as writing:
                await append(writing, Entry(ANCHORED, "bot", code=str(line.count), digest=line.fingerprint), now)
        self.trouble = None


def _last_of(lines: list[str]) -> Line | None:
    """The last line that can be read; what cannot is for `audit verify` to tell."""
    for text in reversed(lines):
        try:
            return read(text)
        except ValueError:
            continue
    return None


async def _fits(connection: AsyncConnection, line: Line) -> bool:
    there = select(audit.c.seq).where(audit.c.seq == line.count, audit.c.hash == line.hash)
    return (await connection.execute(there)).first() is not None


async def _has_news(connection: AsyncConnection, after: int) -> bool:
    """Whether anything but our own records about lines came after this one."""
    news = select(audit.c.seq).where(audit.c.seq > after, audit.c.action != ANCHORED).limit(1)
    return (await connection.execute(news)).first() is not None
