"""What happens by time alone: when a state is over, when developers are reminded. Nothing is ever decided by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers.notices import outcome
from handlers.ports import Book, Entry
from handlers.states import (
    APPROVAL_WORKING_DAYS,
    APPROVED_LASTS,
    TIMES_OUT_TO,
    TRIAGE_WORKING_DAYS,
    State,
)
from handlers.working_time import add_working_days, add_working_hours, next_opening

REMINDED = frozenset({State.AWAITING_APPROVAL, State.WITH_DEVELOPER})
# The last one goes to all developers.
REMIND_AFTER: tuple[Callable[[datetime], datetime], ...] = (
    lambda since: add_working_hours(since, 1),
    lambda since: add_working_hours(since, 4),
    lambda since: add_working_days(next_opening(since), 1),  # from the opening, else a Saturday's would come first
)


def due(state: State, since: datetime) -> datetime | None:
    """When a state that began at `since` is over; None for states that wait for ever or end otherwise."""
    if state is State.TRIAGE:
        return add_working_days(since, TRIAGE_WORKING_DAYS)
    if state is State.AWAITING_APPROVAL:
        return add_working_days(since, APPROVAL_WORKING_DAYS)
    if state is State.APPROVED:
        return since + APPROVED_LASTS
    return None


def first_reminder(state: State, since: datetime) -> datetime | None:
    """When to remind first of a state that began at `since`; None for states that wait for no developer."""
    return REMIND_AFTER[0](since) if state in REMINDED else None


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
