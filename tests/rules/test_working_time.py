"""Working hours: 8am to 6pm by UK clocks, on days that are neither weekend nor bank holiday in England."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.working_time import (
    add_working_hours,
    in_working_hours,
    is_working_day,
    next_opening,
    start_of_day,
)
from tests.rules.given import NOW

UK = ZoneInfo("Europe/London")
MOMENTS = st.integers(-20_000 * 60, 40_000 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


def uk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UK)


@pytest.mark.parametrize(
    ("at", "works"),
    [
        ("2026-11-20 08:00", True),
        ("2026-11-20 07:59", False),
        ("2026-11-20 17:59", True),
        ("2026-11-20 18:00", False),
        ("2026-11-21 10:00", False),
        ("2026-11-22 10:00", False),
        ("2026-12-25 10:00", False),
        ("2026-12-28 10:00", False),
        ("2026-12-29 10:00", True),
        ("2026-11-30 10:00", True),
    ],
    ids=[
        "at eight",
        "a minute earlier",
        "a minute before six",
        "at six",
        "Saturday",
        "Sunday",
        "Christmas Day",
        "Boxing Day moved to Monday",
        "the day after",
        "St Andrew's Day is Scotland's",
    ],
)
def test_the_office_is_open_from_eight_to_six_on_working_days(at: str, works: bool) -> None:
    assert in_working_hours(uk(at)) is works


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-20 09:30", "2026-11-20 09:30"),
        ("2026-11-20 06:00", "2026-11-20 08:00"),
        ("2026-11-20 18:00", "2026-11-23 08:00"),
        ("2026-11-21 07:00", "2026-11-23 08:00"),
        ("2026-12-24 18:30", "2026-12-29 08:00"),
        ("2027-03-26 12:00", "2027-03-30 08:00"),
    ],
    ids=["open now", "early", "Friday at six", "Saturday morning", "Christmas Eve", "Good Friday to after Easter"],
)
def test_what_comes_while_it_is_closed_waits_for_the_next_opening(at: str, opens: str) -> None:
    assert next_opening(uk(at)) == uk(opens)


@pytest.mark.parametrize(
    ("since", "hours", "over"),
    [
        ("2026-11-20 09:00", 1, "2026-11-20 10:00"),
        ("2026-11-20 17:30", 1, "2026-11-23 08:30"),
        ("2026-11-20 17:00", 1, "2026-11-23 08:00"),
        ("2026-11-19 16:00", 4, "2026-11-20 10:00"),
        ("2026-11-21 11:00", 1, "2026-11-23 09:00"),
        ("2026-11-20 05:00", 4, "2026-11-20 12:00"),
        ("2026-12-24 17:00", 4, "2026-12-29 11:00"),
        ("2026-11-16 08:00", 25, "2026-11-18 13:00"),
    ],
    ids=[
        "within a day",
        "over a weekend",
        "to the minute of closing: the next morning",
        "overnight",
        "begun on a Saturday",
        "begun before eight",
        "over Christmas",
        "over several days",
    ],
)
def test_hours_are_counted_only_while_the_office_is_open(since: str, hours: int, over: str) -> None:
    assert add_working_hours(uk(since), hours) == uk(over)


@pytest.mark.parametrize(
    ("friday", "monday"),
    [
        (datetime(2027, 3, 26 - 7, 17, 30, tzinfo=UTC), datetime(2027, 3, 22, 8, 30, tzinfo=UTC)),
        (datetime(2026, 3, 27, 17, 30, tzinfo=UTC), datetime(2026, 3, 30, 7, 30, tzinfo=UTC)),
        (datetime(2026, 10, 23, 16, 30, tzinfo=UTC), datetime(2026, 10, 26, 8, 30, tzinfo=UTC)),
    ],
    ids=["no change of the clocks", "summer time begins", "summer time ends"],
)
def test_over_a_change_of_the_clocks_the_office_opens_at_eight_all_the_same(friday: datetime, monday: datetime) -> None:
    assert add_working_hours(friday, 1) == monday


@pytest.mark.parametrize(
    ("at", "midnight"),
    [
        (datetime(2026, 7, 16, 22, 59, tzinfo=UTC), datetime(2026, 7, 15, 23, 0, tzinfo=UTC)),
        (datetime(2026, 7, 16, 23, 0, tzinfo=UTC), datetime(2026, 7, 16, 23, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 0, 5, tzinfo=UTC), datetime(2026, 11, 20, 0, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
    ],
    ids=["summer evening", "the new day has begun there", "winter", "summer time begins", "summer time ends"],
)
def test_the_day_of_the_limits_begins_at_midnight_in_the_united_kingdom(at: datetime, midnight: datetime) -> None:
    assert start_of_day(at) == midnight


@given(at=MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(at: datetime) -> None:
    opens = next_opening(at)
    assert opens >= at
    assert in_working_hours(opens)
    for minutes in range(0, int((opens - at).total_seconds() // 60), 30):
        assert not in_working_hours(at + timedelta(minutes=minutes))


@given(since=MOMENTS, hours=st.integers(0, 40))
def test_exactly_so_many_open_hours_lie_between(since: datetime, hours: int) -> None:
    over = add_working_hours(since, hours)
    assert in_working_hours(over)
    quarters = int((over - since) / timedelta(minutes=15))
    first = next_opening(since)
    counted = sum(in_working_hours(since + timedelta(minutes=15 * number)) for number in range(quarters))
    assert abs(timedelta(minutes=15 * counted) - timedelta(hours=hours)) <= timedelta(hours=1), (first, over)


@given(since=MOMENTS, hours=st.integers(0, 20), more=st.integers(0, 20))
def test_waiting_longer_never_ends_earlier_and_two_waits_are_one(since: datetime, hours: int, more: int) -> None:
    assert add_working_hours(since, hours) <= add_working_hours(since, hours + more)
    assert add_working_hours(add_working_hours(since, hours), more) == add_working_hours(since, hours + more)


@given(at=MOMENTS)
def test_the_day_begins_at_most_a_day_and_an_hour_ago_and_at_midnight(at: datetime) -> None:
    begins = start_of_day(at)
    assert timedelta(0) <= at - begins < timedelta(hours=25)
    assert begins.astimezone(UK).strftime("%H:%M:%S.%f") == "00:00:00.000000"
    assert is_working_day(begins.date()) == is_working_day(at.astimezone(UK).date())
