"""How long a state may last: working days in England, by the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.notices import NoticeKind
from handlers.states import State
from handlers.timers import due, time_out
from handlers.working_time import add_working_days, is_working_day
from tests.rules.given import NOW, request
from tests.rules.memory import memory

UK = ZoneInfo("Europe/London")


def uk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UK)


@pytest.mark.parametrize(
    ("since", "days", "over"),
    [
        ("2026-11-16 09:00", 2, "2026-11-18 09:00"),
        ("2026-11-20 16:30", 2, "2026-11-24 16:30"),
        ("2026-11-21 10:00", 2, "2026-11-24 10:00"),
        ("2026-11-22 23:59", 1, "2026-11-23 23:59"),
        ("2026-11-16 09:00", 5, "2026-11-23 09:00"),
        ("2026-04-01 10:00", 2, "2026-04-07 10:00"),
        ("2026-12-24 12:00", 2, "2026-12-30 12:00"),
        ("2026-12-31 12:00", 1, "2027-01-04 12:00"),
        ("2027-12-24 12:00", 1, "2027-12-29 12:00"),
    ],
    ids=[
        "within a week",
        "over a weekend",
        "begun on a Saturday",
        "begun late on a Sunday",
        "a week",
        "Easter",
        "Christmas, Boxing Day moved to Monday",
        "New Year",
        "Christmas on a Saturday: Monday and Tuesday are free",
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(since: str, days: int, over: str) -> None:
    assert add_working_days(uk(since), days) == uk(over)


@pytest.mark.parametrize(
    ("since", "over"),
    [
        (datetime(2026, 3, 27, 14, tzinfo=UTC), datetime(2026, 3, 31, 13, tzinfo=UTC)),
        (datetime(2026, 10, 23, 13, tzinfo=UTC), datetime(2026, 10, 27, 14, tzinfo=UTC)),
    ],
    ids=["summer time begins", "summer time ends"],
)
def test_over_a_change_of_the_clocks_the_time_on_the_wall_stays(since: datetime, over: datetime) -> None:
    assert add_working_days(since, 2) == over
    assert since.astimezone(UK).time() == over.astimezone(UK).time()


def test_the_day_is_the_one_in_the_united_kingdom() -> None:
    friday_night = datetime(2026, 7, 16, 23, 30, tzinfo=UTC)  # half past midnight on Friday there
    assert add_working_days(friday_night, 1) == datetime(2026, 7, 19, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2026-11-30", "2026-08-03", "2026-03-17", "2026-07-13", "2026-01-02"])
def test_the_holidays_of_scotland_and_northern_ireland_are_working_days(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"],
)
def test_the_bank_holidays_of_england_are_not(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@given(hours=st.integers(-60_000, 90_000), days=st.integers(1, 10))
def test_exactly_so_many_working_days_lie_between(hours: int, days: int) -> None:
    since = NOW + timedelta(hours=hours)
    over = add_working_days(since, days)
    first, last = since.astimezone(UK).date(), over.astimezone(UK).date()
    between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(last)


def test_each_state_lasts_as_long_as_the_design_says() -> None:
    five, two = datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert due(State.TRIAGE, NOW) == five
    assert due(State.AWAITING_APPROVAL, NOW) == two
    assert due(State.APPROVED, NOW) == NOW + timedelta(minutes=15)
    others = set(State) - {State.TRIAGE, State.AWAITING_APPROVAL, State.APPROVED}
    assert {due(state, NOW) for state in others} == {None}


@pytest.mark.parametrize(
    ("state", "end"),
    [
        (State.TRIAGE, State.EXPIRED),
        (State.AWAITING_APPROVAL, State.EXPIRED),
        (State.APPROVED, State.LAPSED),
    ],
)
async def test_a_state_that_is_over_ends_and_the_requester_is_told(state: State, end: State) -> None:
    here = memory(request(state))
    assert await time_out(here.book, NOW)
    assert here.state is end
    assert [(notice.kind, notice.state) for notice in here.book.notices] == [(NoticeKind.OUTCOME, end)]
    assert [(entry.action, entry.actor) for entry in here.book.entries] == [("timed_out", "bot")]


async def test_one_that_moved_on_meanwhile_is_left_alone_and_nobody_is_told() -> None:
    here = memory(request())
    here.book.overtaken = True
    assert await time_out(here.book, NOW)
    assert here.state is State.TRIAGE
    assert here.book.notices == []


async def test_when_nothing_is_over_there_is_nothing_to_do() -> None:
    assert not await time_out(memory().book, NOW)
