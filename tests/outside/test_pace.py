"""The pace in the channel on a clock that the test turns: no window as Microsoft counts it holds too much."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import ColumnElement, DateTime, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.channel import LIMITS, ON_ITS_WAY, Channel, NoRoom, Quiet, Share, Slot, ended, take
from adapters.bot_database.tables import sends
from adapters.postgres import make_engine
from adapters.straight import Straight
from practice.connector import BUDGET
from practice.databases import as_role

START = datetime(2027, 3, 4, 14, 15, tzinfo=UTC)


@dataclass
class Pace:
    """The limiter on the bot's own role, and when what arrived in the channel."""

    engine: AsyncEngine
    at: datetime = START
    arrived: list[datetime] = field(default_factory=list)

    def now(self) -> ColumnElement[datetime]:
        return bindparam(None, callable_=lambda: self.at, type_=DateTime(timezone=True))

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    async def take(self, share: Share = Share.CARDS) -> Slot:
        async with Straight(self.engine).begun() as begun:
            slot = await take(begun, share, self.now)
            await begun.commit()
            return slot

    async def end(self, slot: Slot, *, taken: bool = True) -> None:
        async with self.engine.begin() as connection:
            await ended(connection, slot, self.now, taken=taken)

    async def call(self, share: Share = Share.CARDS) -> None:
        """One call that takes no time."""
        await self.end(await self.take(share))
        self.arrived.append(self.at)

    async def full(self, share: Share = Share.CARDS) -> float:
        """The seconds to wait. Fails when there is room."""
        with pytest.raises(NoRoom) as told:
            await self.take(share)
        return told.value.seconds

    async def rows(self) -> int:
        async with self.engine.connect() as connection:
            return len((await connection.execute(select(sends))).all())


@pytest.fixture
async def pace(databases: tuple[str, str]) -> AsyncIterator[Pace]:
    async with pacing(databases[0]) as pace:
        yield pace


@asynccontextmanager
async def pacing(bot_url: str) -> AsyncIterator[Pace]:
    engine = make_engine(as_role(bot_url), name="test", encrypted=False, size=20)
    yield Pace(engine)
    await engine.dispose()


def worst(arrived: list[datetime], seconds: float) -> int:
    """The most arrivals in any window of so many seconds, its beginning not counted."""
    times = sorted(arrived)
    first, most = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - timedelta(seconds=seconds):
            first += 1
        most = max(most, last - first + 1)
    return most


def test_it_stays_below_what_microsoft_allows_and_notices_leave_room_for_cards() -> None:
    for limits in LIMITS.values():
        assert [limit.seconds for limit in limits] == [seconds for seconds, _ in BUDGET]
        assert all(limit.most < most for limit, (_, most) in zip(limits, BUDGET, strict=True))
    for cards, notices in zip(LIMITS[Share.CARDS], LIMITS[Share.NOTICES], strict=True):
        assert notices.most < cards.most


@pytest.mark.parametrize("share", Share)
async def test_the_first_window_fills_and_is_free_again_to_the_moment(pace: Pace, share: Share) -> None:
    for _ in range(LIMITS[share][0].most):
        await pace.call(share)
    pace.pass_by(0.25)
    assert await pace.full(share) == 0.75
    pace.pass_by(0.75)
    await pace.call(share)


async def test_a_flood_goes_as_fast_as_all_windows_allow_and_no_faster(pace: Pace) -> None:
    for _ in range(150):
        try:
            await pace.call()
        except NoRoom as full:
            assert 0 < full.seconds <= 30
            pace.pass_by(full.seconds)
    for limit in LIMITS[Share.CARDS]:
        assert worst(pace.arrived, limit.seconds) <= limit.most
    assert worst(pace.arrived, 30) == LIMITS[Share.CARDS][2].most, "it went slower than it might"


@pytest.mark.parametrize("seed", range(3))
async def test_calls_of_any_length_never_bunch_up(pace: Pace, seed: int) -> None:
    """Many senders at once, each call arrives at any moment between its beginning and its end."""
    draw = random.Random(seed)
    on_their_way: list[tuple[datetime, Slot]] = []
    for _ in range(120):
        while len(on_their_way) < 20:
            try:
                slot = await pace.take(draw.choice(list(Share)))
            except NoRoom:
                break
            lasts = timedelta(seconds=draw.choice((0.0, 0.01, 0.9, 1.1, 2.5, 15.0)))
            pace.arrived.append(pace.at + lasts * draw.random())
            on_their_way.append((pace.at + lasts, slot))
        on_their_way.sort(key=lambda each: each[0])
        if on_their_way and draw.random() < 0.7:
            over, slot = on_their_way.pop(0)
            pace.at = max(pace.at, over)
            await pace.end(slot)
        else:
            pace.pass_by(draw.choice((0.05, 0.5, 1.0)))
    assert len(pace.arrived) > 40
    for limit in LIMITS[Share.CARDS]:
        assert worst(pace.arrived, limit.seconds) <= limit.most


async def test_cards_still_go_when_notices_have_used_up_their_share(pace: Pace) -> None:
    for _ in range(LIMITS[Share.NOTICES][0].most):
        await pace.call(Share.NOTICES)
    await pace.full(Share.NOTICES)
    await pace.call(Share.CARDS)
    await pace.call(Share.CARDS)
    await pace.full(Share.CARDS)


async def test_an_hour_holds_no_more_than_its_limit(pace: Pace) -> None:
    limit = LIMITS[Share.CARDS][3]
    spread = [START - timedelta(seconds=100 + number * 2) for number in range(limit.most)]
    async with pace.engine.begin() as connection:
        await connection.execute(insert(sends), [{"id": uuid4(), "over_at": at} for at in spread])
    assert await pace.full() == (spread[-1] + timedelta(hours=1) - START).total_seconds()
    pace.at = spread[-1] + timedelta(hours=1)
    await pace.call()


async def test_what_is_older_than_an_hour_is_forgotten(pace: Pace) -> None:
    for _ in range(3):
        await pace.call()
    pace.pass_by(3600)
    await pace.call()
    assert await pace.rows() == 1


async def test_a_call_that_is_not_over_counts_and_so_does_one_whose_worker_died(pace: Pace) -> None:
    limit = LIMITS[Share.CARDS][0]
    for _ in range(limit.most):
        await pace.take()
    pace.pass_by(ON_ITS_WAY.total_seconds())
    assert await pace.full() == 1
    pace.pass_by(1)
    await pace.call()


async def test_an_end_that_is_told_twice_or_late_changes_nothing_any_more(pace: Pace) -> None:
    slots = [await pace.take() for _ in range(LIMITS[Share.CARDS][0].most)]
    for slot in slots:
        await pace.end(slot)
    pace.pass_by(0.9)
    for slot in slots:
        await pace.end(slot)
    assert await pace.full() == pytest.approx(0.1)


async def test_many_replicas_at_the_same_moment_share_one_budget(pace: Pace) -> None:
    async def one() -> bool:
        try:
            await pace.take()
        except NoRoom:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(30)))) == LIMITS[Share.CARDS][0].most


async def test_nothing_is_taken_while_the_channel_is_to_be_quiet(pace: Pace) -> None:
    there = Channel(pace.engine, pace.now)
    await there.hold(30)
    await there.hold(5)
    pace.pass_by(29.9)
    with pytest.raises(Quiet):
        await pace.take()
    assert await pace.rows() == 0
    pace.pass_by(0.1)
    assert (await pace.take()).refusals == 2


async def test_a_call_from_before_does_not_end_a_rest_that_came_after_it_began(pace: Pace) -> None:
    there = Channel(pace.engine, pace.now)
    await there.hold(1)
    pace.pass_by(1)
    early, late = await pace.take(), await pace.take()
    await there.hold(30)
    await pace.end(early)
    with pytest.raises(Quiet):
        await pace.take()
    await pace.end(late, taken=False)
    pace.pass_by(30)
    again = await pace.take()
    await pace.end(again)
    assert (await pace.take()).refusals == 0


def test_the_counting_of_these_tests_sees_one_too_many() -> None:
    moments = [START + timedelta(seconds=each) for each in (0, 0.5, 0.9, 1.0, 5)]
    assert (worst(moments, 1), worst(moments, 10), worst(moments, 0.1)) == (3, 5, 1)
