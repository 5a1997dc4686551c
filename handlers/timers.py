"""Working time in England, and what happens when a state has lasted too long."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from handlers.notices import outcome
from handlers.ports import Book, Entry
from handlers.states import (
    APPROVAL_WORKING_DAYS,
    APPROVED_LASTS,
    TIMES_OUT_TO,
    TRIAGE_WORKING_DAYS,
    State,
)

UK = ZoneInfo("Europe/London")
SATURDAY = 5


def due(state: State, since: datetime) -> datetime | None:
    """When a state that began at `since` is over; None for states that wait for ever or end otherwise."""
    if state is State.TRIAGE:
        return add_working_days(since, TRIAGE_WORKING_DAYS)
    if state is State.AWAITING_APPROVAL:
        return add_working_days(since, APPROVAL_WORKING_DAYS)
    if state is State.APPROVED:
        return since + APPROVED_LASTS
    return None


def add_working_days(since: datetime, days: int) -> datetime:
    """The same UK clock time, that many working days later; England's bank holidays do not count."""
    local = since.astimezone(UK)
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(since.tzinfo)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)


async def time_out(book: Book, now: datetime) -> bool:
    """End one request whose time is over; False when there is none."""
    request = await book.overdue(now)
    if request is None:
        return False
    target = TIMES_OUT_TO[request.state]
    async with book.turn() as turn:
        moved = await turn.move(request, target, Entry(action="timed_out", actor="bot"), now)
        if moved:
            await turn.notify(outcome(moved), now)
    return True
