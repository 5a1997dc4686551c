"""When a fetch is due, whose turn it is, and what stays when a replica dies in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.register_days import LEASE, RegisterDays
from adapters.postgres import make_engine
from bot import fetching
from bot.fetching import Fetching, last_due, next_due
from bot.tried import Tried
from handlers.organisations import Came
from practice.databases import as_role
from tests.world import rows_of

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


YESTERDAY = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "last", "coming"),
    [
        (at(0), at(22, day=YESTERDAY), at(7, 30)),
        (at(7, 29), at(22, day=YESTERDAY), at(7, 30)),
        (at(7, 30), at(7, 30), at(12)),
        (at(21, 59), at(12), at(22)),
        (at(23), at(22), at(7, 30, DAY + timedelta(days=1))),
    ],
)
def test_three_times_a_day_are_due(now: datetime, last: datetime, coming: datetime) -> None:
    assert (last_due(now), next_due(now)) == (last, coming)


@pytest.fixture
async def engine(databases: tuple[str, str]) -> AsyncIterator[AsyncEngine]:
    """As the bot's role, which has to have the rights for it."""
    engine = make_engine(as_role(databases[0]), name="test", encrypted=False, size=4)
    yield engine
    await engine.dispose()


class Replica:
    """One that keeps its register fresh, with a fetch that a test holds in hand."""

    def __init__(self, engine: AsyncEngine, stored: date | None, now: datetime, came: Came = Came.NEW) -> None:
        self.stored, self.now, self.came = stored, now, came
        self.fetched = 0
        self.fetching, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()
        self.shares_with: list[Replica] = []
        self.days = RegisterDays(engine)
        self.keeping = Fetching(
            self.days, self.fetch, self.stored_day, lambda: False, name="replica", clock=lambda: self.now
        )

    async def fetch(self) -> Tried:
        self.fetched += 1
        self.fetching.set()
        await self.go_on.wait()
        if self.came is Came.NEW:
            for each in (self, *self.shares_with):
                each.stored = DAY
        return Tried(self.came, self.stored)

    async def stored_day(self) -> date | None:
        return self.stored


@pytest.mark.parametrize(
    ("stored", "now", "due"),
    [
        (None, at(3), True),
        (DAY, at(23), False),
        (YESTERDAY, at(7, 29), False),
        (YESTERDAY, at(7, 30), True),
        (YESTERDAY, at(15), True),
        (YESTERDAY - timedelta(days=1), at(3), True),
    ],
)
async def test_a_register_of_the_day_that_was_due_last_is_enough(
    engine: AsyncEngine, stored: date | None, now: datetime, due: bool
) -> None:
    replica = Replica(engine, stored, now)
    assert await replica.keeping.fetch_if_due()
    assert replica.fetched == int(due)


@pytest.mark.parametrize(("shared", "fetched"), [(True, (1, 0)), (False, (1, 1))])
async def test_the_second_waits_and_fetches_only_for_a_folder_of_its_own(
    engine: AsyncEngine, shared: bool, fetched: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WAIT_SECONDS", 0.01)
    one, two = Replica(engine, None, at(8)), Replica(engine, None, at(8))
    one.shares_with = [two] if shared else []
    one.go_on.clear()
    first = asyncio.create_task(one.keeping.fetch_if_due())
    await one.fetching.wait()
    second = asyncio.create_task(two.keeping.fetch_if_due())
    await asyncio.sleep(0.2)
    assert (two.fetched, second.done()) == (0, False)
    one.go_on.set()
    assert await first and await second
    assert (one.fetched, two.fetched) == fetched


async def test_after_a_try_that_failed_the_next_replica_tries(engine: AsyncEngine) -> None:
    assert not await Replica(engine, YESTERDAY, at(8), Came.UNAVAILABLE).keeping.fetch_if_due()
    assert await Replica(engine, YESTERDAY, at(8)).keeping.fetch_if_due()


async def test_of_many_that_claim_at_once_one_has_the_day(engine: AsyncEngine, databases: tuple[str, str]) -> None:
    days = RegisterDays(engine)
    claims = await asyncio.gather(*(days.claim(DAY, f"replica {n}", at(8)) for n in range(8)))
    assert len([claim for claim in claims if claim]) == 1
    [row] = await _rows(databases)
    assert (row["claimed_by"], row["tries"]) == (f"replica {[bool(claim) for claim in claims].index(True)}", 1)


async def test_a_claim_of_one_that_died_lapses_and_one_that_lives_keeps_it(
    engine: AsyncEngine, databases: tuple[str, str]
) -> None:
    days = RegisterDays(engine)
    dead = await days.claim(DAY, "dead", at(8))
    assert dead is not None
    await days.renew(dead, at(8) + LEASE / 2)
    assert await days.claim(DAY, "other", at(8) + LEASE) is None
    other = await days.claim(DAY, "other", at(8) + LEASE * 1.5)
    assert other is not None
    await days.end(dead, Came.NEW, DAY, at(9))
    await days.renew(dead, at(9))
    [row] = await _rows(databases)
    assert (row["claimed_by"], row["ended_at"], row["tries"]) == ("other", None, 2), "the dead one changes nothing"
    assert row["leased_until"] == at(8) + LEASE * 2.5
    await days.end(other, Came.REJECTED, YESTERDAY, at(9))
    [row] = await _rows(databases)
    assert (row["outcome"], row["register_day"], row["ended_at"]) == ("rejected", YESTERDAY, at(9))


async def test_one_that_is_stopped_gives_the_day_back_at_once(
    engine: AsyncEngine, databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.01)
    replica = Replica(engine, None, at(8))
    replica.go_on.clear()
    working = asyncio.create_task(replica.keeping.keep_fresh())
    await replica.fetching.wait()
    replica.now += timedelta(seconds=20)
    async with asyncio.timeout(20):
        while True:
            [row] = await _rows(databases)
            if row["leased_until"] == replica.now + LEASE:
                break  # it has renewed
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    [row] = await _rows(databases)
    assert (row["outcome"], row["ended_at"]) == ("stopped", replica.now)


async def test_a_bot_database_that_cannot_be_used_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.01)
    engine = make_engine("postgresql://nobody@127.0.0.1:1/nowhere", name="test", encrypted=False, size=1)
    replica = Replica(engine, None, at(8))
    asked: list[bool] = []
    three = asyncio.Event()

    async def claim(*_: Any) -> None:
        asked.append(True)
        if len(asked) == 3:
            three.set()
        raise OSError

    monkeypatch.setattr(replica.days, "claim", claim)
    working = asyncio.create_task(replica.keeping.keep_fresh())
    await asyncio.wait_for(three.wait(), 20)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert replica.fetched == 0
    await engine.dispose()


async def _rows(databases: tuple[str, str]) -> list[dict[str, Any]]:
    return await rows_of(databases[0], "SELECT * FROM register_days")
