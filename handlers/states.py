"""The states of a request and the arrows between them, as one table (DESIGN.md, "States")."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from handlers.errors import ArrowMissing


class State(StrEnum):
    """Where a request stands."""

    TRIAGE = "triage"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    RUNNING = "running"
    UNKNOWN = "unknown"
    REFERRED_BACK = "referred_back"
    WITH_DEVELOPER = "with_developer"
    DONE = "done"
    NOTHING_TO_DO = "nothing_to_do"
    FAILED = "failed"
    RESOLVED_BY_BA = "resolved_by_ba"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    CLOSED = "closed"


S = State

# `triage → triage` and the like are not arrows but edits: same state, next version.
ARROWS: Mapping[State, frozenset[State]] = {
    S.TRIAGE: frozenset(
        {
            S.AWAITING_APPROVAL,
            S.WITH_DEVELOPER,
            S.REFERRED_BACK,
            S.RESOLVED_BY_BA,
            S.NOTHING_TO_DO,
            S.CANCELLED,
            S.EXPIRED,
        }
    ),
    S.AWAITING_APPROVAL: frozenset(
        {S.APPROVED, S.TRIAGE, S.WITH_DEVELOPER, S.REFERRED_BACK, S.REJECTED, S.CANCELLED, S.EXPIRED}
    ),
    S.APPROVED: frozenset({S.RUNNING, S.LAPSED, S.CANCELLED}),
    S.RUNNING: frozenset({S.DONE, S.NOTHING_TO_DO, S.FAILED, S.REFERRED_BACK, S.UNKNOWN}),
    S.UNKNOWN: frozenset({S.DONE, S.NOTHING_TO_DO, S.FAILED}),
    S.REFERRED_BACK: frozenset({S.CLOSED, S.WITH_DEVELOPER}),
    S.WITH_DEVELOPER: frozenset({S.DONE, S.CANCELLED}),
    S.DONE: frozenset(),
    S.NOTHING_TO_DO: frozenset(),
    S.FAILED: frozenset(),
    S.RESOLVED_BY_BA: frozenset(),
    S.REJECTED: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
    S.LAPSED: frozenset(),
    S.CLOSED: frozenset(),
}

FINAL: frozenset[State] = frozenset(state for state, ways_out in ARROWS.items() if not ways_out)
OPEN: frozenset[State] = frozenset(ARROWS) - FINAL

# What ended so may be asked for again, and what followed a request and ended so no longer stands in for it.
CAME_TO_NOTHING: frozenset[State] = FINAL - {S.DONE}

# How long a state may last, and where it goes then (DESIGN.md, "Expiry").
TRIAGE_WORKING_DAYS = 5
APPROVAL_WORKING_DAYS = 2
APPROVED_LASTS = timedelta(minutes=15)
UNDO_LASTS = timedelta(days=14)  # for so long an unlink keeps what its undo needs
LOOK_LASTS = timedelta(minutes=30)  # of a developer who says that they are looking
TIMES_OUT_TO: Mapping[State, State] = {
    S.TRIAGE: S.EXPIRED,
    S.AWAITING_APPROVAL: S.EXPIRED,
    S.APPROVED: S.LAPSED,
}


def check_arrow(source: State, target: State) -> None:
    """Refuse a move that the table does not hold.

    Raises ArrowMissing; an edit (source equal to target) passes for open states only.
    """
    if target in ARROWS[source] or (source == target and source in OPEN):
        return
    raise ArrowMissing(f"no arrow from {source} to {target}")
