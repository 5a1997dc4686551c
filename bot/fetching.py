"""When the register is fetched, and by which replica.

Due are 07:30, 12:00 and 22:00 UTC, each replica a random while later; a register of that day is enough for the day.
At the start the last of these times counts as due, so a bot without a register, or with an old one, fetches at once.

Before it fetches, a replica takes the day in the bot database (adapters/bot_database/register_days.py); while another
one has it, it waits and looks into its own folder again. Where the folder is shared the other's file is there by
then, and there is nothing left to do; where it is not, the replica takes the day next and fetches for itself. After
a try that failed the next replica tries too: it cannot know whose folder it was, and one try more does no harm.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Generic, Protocol, TypeVar

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import REGISTER_TRIES
from bot.tried import Tried
from bot.words.times import UK
from handlers.organisations import Came
from handlers.ports import Clock

TIMES = (time(7, 30, tzinfo=UTC), time(12, tzinfo=UTC), time(22, tzinfo=UTC))
LATEST = timedelta(minutes=10)  # after the time that is due
AGAIN = timedelta(hours=1)  # after a try that failed, while nothing can be looked up
WAIT_SECONDS = 2.0  # between two looks at what another replica does
RENEW_SECONDS = 15.0  # a quarter of the lease
LEAVE_SECONDS = 2.0  # for the bot database, when we stop
_UNREACHABLE = (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError)

log = structlog.get_logger()
Claim = TypeVar("Claim")


class Days(Protocol[Claim]):
    """Who fetches, as all replicas see it (adapters/bot_database/register_days.py)."""

    async def claim(self, day: date, by: str, at: datetime) -> Claim | None: ...

    async def renew(self, claim: Claim, at: datetime) -> None: ...

    async def end(self, claim: Claim, came: Came, register_day: date | None, at: datetime) -> None: ...


def last_due(now: datetime) -> datetime:
    """The time of the schedule that has passed last."""
    days = (now.astimezone(UTC).date() - timedelta(days=back) for back in (0, 1))
    return max(at for day in days for each in TIMES if (at := datetime.combine(day, each)) <= now)


def next_due(now: datetime) -> datetime:
    """The time of the schedule that comes next."""
    days = (now.astimezone(UTC).date() + timedelta(days=ahead) for ahead in (0, 1))
    return min(at for day in days for each in TIMES if (at := datetime.combine(day, each)) > now)


class Fetching(Generic[Claim]):
    """Keeps the register of one replica up to date; `stored_day` is the newest that its folder has now."""

    def __init__(
        self,
        days: Days[Claim],
        fetch: Callable[[], Awaitable[Tried]],
        stored_day: Callable[[], Awaitable[date | None]],
        answers: Callable[[], bool],
        *,
        name: str,
        clock: Clock,
    ) -> None:
        self._days, self._fetch, self._stored_day, self._answers = days, fetch, stored_day, answers
        self._name, self._clock = name, clock

    async def keep_fresh(self) -> None:
        """Fetch whenever it is due, until cancelled, which ends a fetch that is on its way."""
        while True:
            try:
                good = await self.fetch_if_due()
            except _UNREACHABLE as error:
                log.warning("register_not_claimed", why=type(error).__name__)
                await asyncio.sleep(RENEW_SECONDS)
                continue
            now = self._clock()
            due = next_due(now) + random.random() * LATEST  # noqa: S311 - no secret
            if not good and not self._answers():
                due = min(due, now + AGAIN)
            await asyncio.sleep((due - now).total_seconds())

    async def fetch_if_due(self) -> bool:
        """Fetch what is due, in our turn; whether we have it then, from whomever."""
        while await self._lacking():
            now = self._clock()
            claim = await self._days.claim(now.astimezone(UK).date(), self._name, now)
            if claim is not None:
                return await self._try(claim)
            await asyncio.sleep(WAIT_SECONDS)
        return True

    async def _lacking(self) -> bool:
        stored = await self._stored_day()
        return stored is None or stored < last_due(self._clock()).astimezone(UK).date()

    async def _try(self, claim: Claim) -> bool:
        renewing = asyncio.create_task(self._renew(claim))
        tried = Tried(Came.STOPPED, None)
        try:
            # If another one's file came between our look and our claim, this finds it and asks nobody.
            tried = await self._fetch()
        finally:
            renewing.cancel()
            tried.tell()
            REGISTER_TRIES.labels(outcome=tried.came).inc()
            # Where that cannot be written the claim lapses.
            with suppress(*_UNREACHABLE):
                async with asyncio.timeout(LEAVE_SECONDS):
                    await self._days.end(claim, tried.came, tried.day, self._clock())
        return tried.came in (Came.NEW, Came.ALREADY_NEWEST)

    async def _renew(self, claim: Claim) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(*_UNREACHABLE):
                await self._days.renew(claim, self._clock())
