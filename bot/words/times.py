"""Times as people in the United Kingdom read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


def moment(at: datetime) -> str:
    """For example "4 March 2027, 2:15pm". A time without a zone is UTC, as the service database stores it."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UK)
    hour = local.hour % 12 or 12
    return f"{day(local)}, {hour}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def day(on: date) -> str:
    """For example "4 March 2027"."""
    return f"{on.day} {on:%B %Y}"
