"""Working time in England: days without weekends and bank holidays, hours from 8am to 6pm, always by UK clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.bank_holidays import BANK_HOLIDAYS

UK = ZoneInfo("Europe/London")
SATURDAY = 5
OPENS, CLOSES = 8, 18  # o'clock on working days


def add_working_days(since: datetime, days: int) -> datetime:
    """The same UK clock time, that many working days later; England's bank holidays do not count."""
    local = since.astimezone(UK)
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(since.tzinfo)


def add_working_hours(since: datetime, hours: int) -> datetime:
    """That many hours later, counting only 8am to 6pm UK time on working days; always within them."""
    left = timedelta(hours=hours)
    at = next_opening(since)
    while at + left >= (closes := at.astimezone(UK).replace(hour=CLOSES, minute=0, second=0, microsecond=0)):
        left -= closes - at
        at = next_opening(closes)
    return at + left


def next_opening(at: datetime) -> datetime:
    """The moment itself within working hours, else the beginning of the next ones."""
    if in_working_hours(at):
        return at
    local = at.astimezone(UK)
    day = local.date()
    if local.hour >= OPENS:
        day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, OPENS, tzinfo=UK).astimezone(at.tzinfo)


def in_working_hours(at: datetime) -> bool:
    local = at.astimezone(UK)
    return is_working_day(local.date()) and OPENS <= local.hour < CLOSES


def start_of_day(at: datetime) -> datetime:
    """Midnight in the UK before this moment."""
    return at.astimezone(UK).replace(hour=0, minute=0, second=0, microsecond=0)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS
