"""Times as people in the United Kingdom read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """For example "4 March 2027, 2:15pm". A time without a zone is UTC, as the service database stores it."""
    return f"{day(_local(at))}, {clock(at)}"


def clock(at: datetime) -> str:
    """For example "2:15pm"."""
    local = _local(at)
    return f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def day(on: date) -> str:
    """For example "4 March 2027"."""
    return f"{on.day} {on:%B %Y}"


def lasting(time: timedelta) -> str:
    """For example "2 days 3 hours", "1 hour 5 minutes", "under a minute": the two largest units, rounded down."""
    minutes = max(0, int(time.total_seconds() // 60))  # replicas' clocks differ a little
    units = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    parts = [f"{number} {unit}{'' if number == 1 else 's'}" for unit, number in units]
    first = next((place for place, (_, number) in enumerate(units) if number), None)
    if first is None:
        return "under a minute"
    return " ".join(part for part, (_, number) in list(zip(parts, units, strict=True))[first : first + 2] if number)


def _local(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UK)
