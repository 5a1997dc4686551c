"""What operations read about the sending: whether Teams takes what the bot sends."""

from __future__ import annotations

from adapters.bot_database.channel import Standing

OK = "ok"
NOT_LOOKED = "not looked at yet"
PARKED = "nothing can be sent since {since}, Teams says {why}: add the app to the team again; what waits is sent then"
QUIET = "Teams asks the bot to send nothing until {until}"
REFUSED = "Teams refuses {count} of the cards for good: the log says which (card_refused)"


def standing(now: Standing | None) -> str:
    """A sentence; "ok" when everything goes through. Times are UTC, as in /readyz everywhere."""
    if now is None:
        return NOT_LOOKED
    if now.parked_since is not None:
        return PARKED.format(since=f"{now.parked_since:%Y-%m-%dT%H:%M:%SZ}", why=now.parked_why)
    if now.quiet_until is not None:
        return QUIET.format(until=f"{now.quiet_until:%Y-%m-%dT%H:%M:%SZ}")
    return REFUSED.format(count=now.refused) if now.refused else OK
