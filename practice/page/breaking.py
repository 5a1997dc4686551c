"""What can be broken from the page: every fault of practice/faults.py, and the two databases' and Teams' own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

from practice import faults
from practice.altering import Json
from practice.door import Door
from practice.faults import Fault
from practice.outside import Outside

MOST_TIMES: Final = 100
SLOW: Final = 3.0
LATE: Final = 20.0
SERVICES: Final[Mapping[str, str]] = {
    "connector": "Teams (what the bot posts and edits)",
    "graph": "Graph (who is in which group)",
    "login": "The login service (the bot's own tokens)",
    "openid": "The key server (how the bot checks Teams)",
    "register": "GIAS (the files of the register)",
}


def _in_half_a_minute(_: asyncio.Event) -> Fault:
    return faults.status(429, retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True))


FAULTS: Final[Mapping[str, tuple[str, Callable[[asyncio.Event], Fault]]]] = {
    "429": ("429 Too many requests, retry after 1 second", lambda _: faults.status(429, retry_after=1)),
    "429-30": ("429, retry after 30 seconds", lambda _: faults.status(429, retry_after=30)),
    "429-120": ("429, retry after 120 seconds", lambda _: faults.status(429, retry_after=120)),
    "429-bare": ("429 that does not say when", lambda _: faults.status(429)),
    "429-date": ("429, retry after a date", _in_half_a_minute),
    "429-rubbish": ("429, retry after rubbish", lambda _: faults.status(429, retry_after="soon")),
    "403": (
        "403 The bot was removed from the team",
        lambda _: faults.status(403, error="BotNotInConversationRoster"),
    ),
    "404": ("404 Not found", lambda _: faults.status(404, error="ActivityNotFoundInConversation")),
    "412": ("412 Precondition failed", lambda _: faults.status(412)),
    "500": ("500 Server error", lambda _: faults.status(500)),
    "502": ("502 Bad gateway", lambda _: faults.status(502)),
    "503": ("503 Unavailable", lambda _: faults.status(503)),
    "504": ("504 Gateway timeout", lambda _: faults.status(504)),
    "empty": ("200 with nothing in it", lambda _: faults.empty()),
    "html": ("200 with a sign-in page", lambda _: faults.html()),
    "huge": ("200 with 32 MB of nothing", lambda _: faults.huge()),
    "drop": ("Connection cut before anything is done", lambda _: faults.drop()),
    "lost_reply": ("Done, but the reply is lost", lambda _: faults.lost_reply()),
    "delay": (f"{SLOW:.0f} seconds late", lambda _: faults.delay(SLOW)),
    "hold": ("Held until you mend everything", faults.hold),
    "late_reply": (f"Done at once, reply {LATE:.0f} seconds late", lambda _: faults.late_reply(LATE)),
}


class Breaking:
    """The switches and queues, by the names the page uses."""

    def __init__(self, outside: Outside, door: Door | None) -> None:
        self._outside, self._door = outside, door
        self._graph_down = False
        self._gate = asyncio.Event()

    def next_calls(self, service: str, fault: str, times: int) -> None:
        """Let the next calls of a service meet a fault. Raises KeyError, ValueError."""
        if not 1 <= times <= MOST_TIMES:
            raise ValueError(f"choose 1 to {MOST_TIMES} calls")
        _, make = FAULTS[fault]
        self._outside.faults.queue(service, *(make(self._gate) for _ in range(times)))
        self._outside.changes.ring()

    def switch(self, name: str, on: bool) -> None:
        """Turn one of the switches. Raises KeyError."""
        {"graph": self._graph, "database": self._database, "removed": self._removed}[name](on)
        self._outside.changes.ring()

    def deliveries(self, how: str) -> None:
        """Let the next activity reach the bot twice, or late. Raises KeyError."""
        deliveries = self._outside.teams.deliveries
        if how not in ("twice", "late"):
            raise KeyError(how)
        if how == "twice":
            deliveries.twice += 1
        else:
            deliveries.late.append(LATE / 4)
        self._outside.changes.ring()

    def mend(self) -> None:
        """Let everything work again."""
        self._outside.faults.clear()
        self._gate.set()
        self._gate = asyncio.Event()
        deliveries = self._outside.teams.deliveries
        deliveries.twice = 0
        deliveries.late.clear()
        for name in ("graph", "database", "removed"):
            self.switch(name, False)

    def state(self) -> Json:
        """Give what is broken now, for every window."""
        deliveries = self._outside.teams.deliveries
        return {
            "graph": self._graph_down,
            "database": self._door is not None and self._door.shut,
            "has_door": self._door is not None,
            "removed": self._outside.channel.bot_removed,
            "twice": deliveries.twice,
            "late": len(deliveries.late),
            "waiting": {name: self._outside.faults.waiting(name) for name in SERVICES},
        }

    def _graph(self, on: bool) -> None:
        self._graph_down = on
        self._outside.faults.always("graph", faults.status(503) if on else None)

    def _database(self, on: bool) -> None:
        if self._door is not None:
            self._door.close() if on else self._door.open()

    def _removed(self, on: bool) -> None:
        self._outside.channel.bot_removed = on


def choices() -> Json:
    """Give what the form offers."""
    return {
        "services": [{"value": name, "title": title} for name, title in SERVICES.items()],
        "faults": [{"value": name, "title": title} for name, (title, _) in FAULTS.items()],
        "most": MOST_TIMES,
    }
