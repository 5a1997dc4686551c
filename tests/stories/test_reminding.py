"""Reminders as they come in the channel, on a clock that the test turns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handlers.states import State
from practice.outside import DANA, ELIF
from tests.world import World, living_world

pytestmark = pytest.mark.long

MONDAY = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The bot's clock: it goes on from where the test puts it."""

    ahead: timedelta

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def set(self, at: datetime) -> None:
        self.ahead = at - datetime.now(UTC)


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(timedelta(0))
    clock.set(MONDAY)
    monkeypatch.setattr("bot.app.now", clock)
    return clock


@pytest.fixture
async def monday(clock: Clock, databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    async with living_world(people, *databases) as world:
        yield world


async def reminders(world: World) -> int:
    [row] = await world.bot_rows("SELECT count(*) AS number FROM notices WHERE kind = 'reminder'")
    return int(row["number"])


async def test_developers_are_reminded_three_times_and_then_it_expires(monday: World, clock: Clock) -> None:
    world = monday
    await world.asked()
    await world.told("waits for a developer to approve it. Check")
    both = {DANA.teams_id, ELIF.teams_id}
    for number, after in enumerate((timedelta(hours=1), timedelta(hours=4), timedelta(days=1))):
        clock.set(MONDAY + after + timedelta(minutes=1))
        told = await world.told("still waits for a developer to approve it", after=number)
        assert set(told.mentioned) == both
    assert await reminders(world) == 3
    clock.set(MONDAY + timedelta(days=2, minutes=1))
    await world.card("Expired, nothing was changed")
    await world.told("expired because nobody decided in time")
    assert await reminders(world) == 3


async def test_at_night_nobody_is_reminded_and_in_the_morning_once(monday: World, clock: Clock) -> None:
    world = monday
    clock.set(MONDAY.replace(hour=17, minute=30))
    await world.asked()
    clock.set(MONDAY.replace(hour=22))
    await world.say("help")
    await world.told("I can unlink a jobseeker")  # the workers have turned meanwhile
    assert await reminders(world) == 0
    clock.set(MONDAY + timedelta(hours=22, minutes=31))
    await world.told("still waits for a developer to approve it")
    assert await reminders(world) == 1


async def test_while_somebody_looks_nobody_is_reminded(monday: World, clock: Clock) -> None:
    world = monday
    message = await world.asked()
    clock.set(MONDAY + timedelta(minutes=50))
    await world.press(DANA, message, "I'm looking")
    clock.set(MONDAY + timedelta(hours=1, minutes=5))
    await world.say("help")
    await world.told("I can unlink a jobseeker")
    assert await reminders(world) == 0
    clock.set(MONDAY + timedelta(hours=1, minutes=21))
    await world.told("still waits for a developer to approve it")
    [row] = await world.bot_rows("SELECT state, look_until FROM requests")
    assert (row["state"], row["look_until"]) == (State.AWAITING_APPROVAL, None)
