"""What is held about the person that deletions are tried on, and their requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.erase import assess
from handlers.holdings import Found, Holder, Holdings
from handlers.model import Details, Evidence, Request
from handlers.states import State
from handlers.terms import Kind
from handlers.unlink import Accounts
from tests.rules.given import EMAIL, KEY, NOW, jobseeker, request

ID = jobseeker().id
HELD = Holdings(
    id=ID,
    email=EMAIL,
    account={"jobseekers": (ID,), "saved_jobs": ("a", "b")},
    alerts={"subscriptions": ("s",), "alert_runs": ("r",)},
    feedback={"feedbacks_by_address": ("f",)},
    loosened=("g",),
    stays={"versions": 4},
)
ONLY_ALERTS = replace(HELD, id=None, account={}, stays={})
NOBODY = Holdings(id=None, email=EMAIL)
DETAILS = Details(EMAIL, identity_check="own_address")
STOP_ALERTS = replace(DETAILS, stop_alerts=True)


def found(holdings: Holdings) -> Found:
    """What a preview gives of these holdings."""
    return Found((Holder(holdings.id, holdings.email),) if holdings.id else (), holdings)


def held(holdings: Holdings = HELD, details: Details = DETAILS, drift: tuple[str, ...] = ()) -> Evidence:
    """What the card shows of these holdings."""
    accounts = Accounts((jobseeker(),)) if holdings.id else Accounts()
    return assess(details, found(holdings), accounts, drift, at=NOW, key=KEY)


def deletion(
    state: State = State.TRIAGE, holdings: Holdings = HELD, details: Details = DETAILS, **fields: Any
) -> Request:
    """Amina's request to delete what is held about this person."""
    usual = {"kind": Kind.DELETE_JOBSEEKER, "details": details, "evidence": held(holdings, details)}
    return request(state, **{**usual, **fields})
