"""The figures of the team: what came in, how it ended, how long it took, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.states import State
from handlers.terms import Kind

PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class Tally:
    """How many requests of a kind stand in a state."""

    kind: Kind
    state: State
    number: int


@dataclass(frozen=True)
class Times:
    """How long requests of a kind took: the median and the 90th percentile, None without any.

    Decided: from being asked of a developer to approved or rejected. Done: from the first message to done.
    """

    kind: Kind
    decided_median: timedelta | None = None
    decided_most: timedelta | None = None
    done_median: timedelta | None = None
    done_most: timedelta | None = None


@dataclass(frozen=True)
class Waiting:
    """A request that waits now, since when, and in which state."""

    code: str
    kind: Kind
    state: State
    since: datetime


@dataclass(frozen=True)
class Figures:
    """The figures since a moment; `waiting` holds the oldest ones, `all_waiting` counts them all."""

    since: datetime
    at: datetime
    tallies: tuple[Tally, ...] = ()
    times: tuple[Times, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    all_waiting: int = 0

    def total(self, kind: Kind | None = None, *states: State) -> int:
        """How many requests, of this kind if one is named and in these states if any are."""
        return sum(
            each.number
            for each in self.tallies
            if (kind is None or each.kind is kind) and (not states or each.state in states)
        )
