"""Every card that people can meet, by name: requests of each kind in each state, and the views of single people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bot.cards.figures_card import figures_card
from bot.cards.form_card import form_card
from bot.cards.request_card import replaced_card, request_card
from bot.words.site import Site
from handlers.answers import View
from handlers.dialog import Proposal
from handlers.figures import Figures, Tally, Times, Waiting
from handlers.holdings import Application, Summary
from handlers.model import Account, Approval, Details, Evidence, Look, Pause, Person, Request, Shown, Thread
from handlers.states import FINAL, State
from handlers.terms import Because, Finding, Kind, Result, Verdict
from handlers.timers import due
from practice.outside import AMINA, BEN, DANA, ELIF, PIM_URL, TENANT_ID
from practice.samples_access import access_samples

NOW: Final = datetime(2027, 3, 4, 14, 15, tzinfo=UTC)
SITE: Final = Site(PIM_URL, TENANT_ID)
EMAIL, NEW_EMAIL = "ama.okafor@example.com", "ama.okafor.new@example.org"


def _person(who: Any) -> Person:
    return Person(who.object_id, who.teams_id, who.name)


AMINA_, BEN_, DANA_, ELIF_ = (_person(who) for who in (AMINA, BEN, DANA, ELIF))
ACCOUNT: Final = Account(
    "5b0d5e0c-2f53-4b3e-9c1a-3f8f6a1f2d77", EMAIL, True, "9f3k", None, datetime(2027, 2, 20, 9, 5, tzinfo=UTC), 41, 0
)
SECOND: Final = replace(
    ACCOUNT, id="0c7a4d52-9e38-4a0b-8e55-64b8f0f4be11", email=NEW_EMAIL, login_tail="x2p1", sign_in_count=2
)
UNDERSTOOD: Final = ("It asks to unlink an account.", "One address is meant.")
DIGEST: Final = "d" * 64
ERASURE: Final = Summary(
    account={
        "jobseekers": 1,
        "jobseeker_profiles": 1,
        "personal_details": 1,
        "employments": 3,
        "qualifications": 2,
        "qualification_results": 4,
        "job_preferences": 1,
        "job_preferences_locations": 2,
        "action_text_rich_texts": 1,
        "saved_jobs": 5,
        "noticed_notifications": 2,
        "feedbacks": 1,
    },
    alerts={"subscriptions": 2, "alert_runs": 9},
    feedback={"feedbacks_by_address": 1},
    loosened=1,
    applications={},
    messages_without_application=0,
    embeds=0,
    stays={"emergency_login_keys": 1, "noticed_events": 2, "versions": None},
)


def _unlink(state: State, **changes: Any) -> Request:
    evidence = Evidence(NOW, Verdict.CAN_UNLINK, (Finding.SAME_EMAIL_JUST_SIGN_IN,), ACCOUNT, digest=DIGEST)
    return _request(Kind.UNLINK_ONE_LOGIN, state, **{"evidence": evidence, **changes})


def _delete(state: State, **changes: Any) -> Request:
    evidence = Evidence(NOW, Verdict.CAN_DELETE, (), ACCOUNT, digest=DIGEST, erasure=ERASURE)
    return _request(Kind.DELETE_JOBSEEKER, state, **{"evidence": evidence, **changes})


def _request(kind: Kind, state: State, evidence: Evidence | None = None, **changes: Any) -> Request:
    details = Details(EMAIL, identity_check="own_address", ticket="48213")
    usual = Request(
        id=UUID(int=1),
        code="K7WQ2",
        kind=kind,
        state=state,
        version=3,
        details=details if state is not State.TRIAGE else replace(details, identity_check=None),
        thread=Thread("19:x@thread.tacv2;messageid=1", "https://teams.example/"),
        created_at=NOW,
        state_since=NOW,
        requesters=(AMINA_,),
        evidence=evidence,
        due_at=due(state, NOW),
    )
    return replace(usual, **changes)


def _requests() -> Iterator[tuple[str, Request]]:
    yield from _of_any_kind("unlink", _unlink, Result.UNLINKED)
    yield from _of_any_kind("delete", _delete, Result.DELETED)
    yield from _unlinks()
    yield from _deletions()
    for name, state, special in access_samples(NOW):
        by = {"decided_by": BEN_} if state in FINAL else {}
        yield name, _request(Kind.PUBLISHER_ACCESS, state, **{**by, **special})
    help_wanted = Details(text="The closing date of a vacancy is wrong and the school cannot edit it.", ticket="50001")
    for state in (State.TRIAGE, State.WITH_DEVELOPER, State.DONE):
        done = {"note": "Set the date in the console.", "result": Result.DONE_BY_HAND, "decided_by": DANA_}
        changes: dict[str, Any] = {"details": help_wanted, **(done if state is State.DONE else {})}
        yield f"help-{state}", _request(Kind.DEVELOPER_HELP, state, **changes)
    can_undo = Evidence(NOW, Verdict.CAN_UNDO, (), replace(ACCOUNT, linked=False, login_tail=None), digest=DIGEST)
    for state in (State.TRIAGE, State.AWAITING_APPROVAL, State.DONE):
        result = {"result": Result.UNDONE} if state is State.DONE else {}
        yield f"undo-{state}", _request(Kind.UNDO_UNLINK, state, can_undo, **result)
    for verdict, state, why in (
        (Verdict.LINKED_AGAIN, State.NOTHING_TO_DO, Result.LINKED_AGAIN),
        (Verdict.GONE, State.NOTHING_TO_DO, Result.ACCOUNT_GONE),
        (Verdict.OLD_LOGIN_TAKEN, State.TRIAGE, None),
        (Verdict.OLD_LOGIN_TAKEN, State.FAILED, Result.OLD_LOGIN_TAKEN),
    ):
        there = None if verdict is Verdict.GONE else ACCOUNT
        yield (
            f"undo-{verdict}-{state}",
            _request(Kind.UNDO_UNLINK, state, Evidence(NOW, verdict, (), there), result=why),
        )


def _of_any_kind(name: str, make: Any, done: Result) -> Iterator[tuple[str, Request]]:
    approval = Approval(DANA_, 3, DIGEST, NOW)
    yield f"{name}-triage", make(State.TRIAGE)
    yield f"{name}-awaiting", make(State.AWAITING_APPROVAL)
    yield f"{name}-looking", make(State.AWAITING_APPROVAL, look=Look(DANA_, NOW + timedelta(minutes=30)))
    two = {"approvals": (approval,), "approvals_needed": 2, "needs_because": Because.DAILY_LIMIT}
    yield f"{name}-one-of-two", make(State.AWAITING_APPROVAL, **two)
    yield f"{name}-approved", make(State.APPROVED, approvals=(approval,), decided_by=DANA_)
    yield f"{name}-running", make(State.RUNNING, decided_by=DANA_)
    yield f"{name}-done", make(State.DONE, result=done, decided_by=DANA_, undoable=name == "unlink")
    yield f"{name}-failed", make(State.FAILED, result=Result.CHANGED_SINCE_SHOWN, decided_by=DANA_)
    yield f"{name}-rejected", make(State.REJECTED, note="This is another person's address.", decided_by=ELIF_)
    yield f"{name}-expired", make(State.EXPIRED)
    yield f"{name}-lapsed", make(State.LAPSED, decided_by=DANA_, again_as="M4XRT")
    yield f"{name}-unknown", make(State.UNKNOWN, result=Result.COULD_NOT_ASK, decided_by=DANA_)
    yield f"{name}-too-old-to-tell", make(State.UNKNOWN, result=Result.TOO_OLD_TO_TELL, decided_by=DANA_)
    yield f"{name}-could-not-look", make(State.TRIAGE, evidence=Evidence(NOW, Verdict.COULD_NOT_LOOK))
    yield f"{name}-not-found", make(State.TRIAGE, evidence=Evidence(NOW, Verdict.NOT_FOUND))
    several = Evidence(NOW, Verdict.SEVERAL, (Finding.SEVERAL_BY_CASE,), addresses=(EMAIL, EMAIL.title()))
    yield f"{name}-several", make(State.TRIAGE, evidence=several)
    yield f"{name}-cancelled", make(State.CANCELLED, decided_by=BEN_)
    yield f"{name}-resolved", make(State.RESOLVED_BY_BA, decided_by=BEN_)
    yield f"{name}-referred-back", make(State.REFERRED_BACK, result=Result.REFERRED_BY_PERSON, decided_by=BEN_)


def _unlinks() -> Iterator[tuple[str, Request]]:
    merge = Evidence(NOW, Verdict.BY_HAND, (Finding.MERGE_DESTROYS_ACCOUNT,), ACCOUNT, SECOND)
    yield "unlink-second-account", _unlink(State.TRIAGE, evidence=merge)
    by_hand = {"evidence": merge, "result": Result.NEEDS_HANDS}
    yield "unlink-by-hand", _unlink(State.WITH_DEVELOPER, **by_hand)
    yield "unlink-not-linked", _unlink(State.NOTHING_TO_DO, result=Result.NOT_LINKED)
    fails = Evidence(NOW, Verdict.SIGN_IN_WOULD_FAIL, (Finding.OPT_OUT_WITHOUT_REASON,), ACCOUNT)
    yield "unlink-sign-in-fails", _unlink(State.REFERRED_BACK, evidence=fails, result=Result.SIGN_IN_WOULD_FAIL)
    closed = replace(ACCOUNT, closed_on=date(2027, 1, 20))
    found = Evidence(NOW, Verdict.CAN_UNLINK, (Finding.CLOSED_REOPENS,), closed, digest=DIGEST)
    yield "unlink-closed-account", _unlink(State.AWAITING_APPROVAL, evidence=found)


def _deletions() -> Iterator[tuple[str, Request]]:
    both = Details(EMAIL, identity_check="own_address", stop_alerts=True, remove_feedback=True)
    yield "delete-with-options", _delete(State.AWAITING_APPROVAL, details=both)
    applied = replace(ERASURE, applications={"draft": 1, "submitted": 2, "interviewing": 1})
    kept = Evidence(NOW, Verdict.HAS_APPLICATIONS, (), replace(ACCOUNT, applications=4), erasure=applied)
    yield "delete-has-applications", _delete(State.REFERRED_BACK, evidence=kept, result=Result.HAS_APPLICATIONS)
    for result in (Result.KEPT_AND_ANSWERED, Result.ASKED_DATA_PROTECTION, Result.DECIDED_OTHERWISE):
        yield f"delete-{result}", _delete(State.CLOSED, evidence=kept, result=result, decided_by=BEN_)
    alone = replace(ERASURE, account={}, stays={})
    alerts = Evidence(NOW, Verdict.ONLY_ALERTS, (), erasure=alone)
    yield "delete-only-alerts", _delete(State.TRIAGE, evidence=alerts)
    stopped = {"evidence": replace(alerts, digest=DIGEST), "details": replace(both, remove_feedback=False)}
    yield "delete-only-alerts-awaiting", _delete(State.AWAITING_APPROVAL, **stopped)
    yield "delete-only-alerts-done", _delete(State.DONE, result=Result.ALERTS_STOPPED, **stopped)
    files = Evidence(NOW, Verdict.BY_HAND, (Finding.FILES_IN_ABOUT_YOU,), ACCOUNT, erasure=replace(ERASURE, embeds=1))
    yield "delete-by-hand", _delete(State.TRIAGE, evidence=files)
    words = ("The foreign key of new_things.jobseeker_id to jobseekers is not in the erasure map.",)
    drifted = Evidence(NOW, Verdict.SCHEMA_DRIFTED, (), ACCOUNT, erasure=ERASURE, drift=words)
    yield "delete-drifted", _delete(State.TRIAGE, evidence=drifted)
    yield "delete-drifted-at-the-run", _delete(State.FAILED, evidence=drifted, result=Result.SCHEMA_DRIFTED)
    done = {"note": "Ran destroy in the console.", "result": Result.DONE_BY_HAND, "decided_by": DANA_}
    yield "delete-done-by-hand", _delete(State.DONE, evidence=files, **done)
    twin = Evidence(NOW, Verdict.CAN_DELETE, (Finding.TWIN_BY_CASE,), ACCOUNT, digest=DIGEST, erasure=ERASURE)
    yield "delete-twin", _delete(State.AWAITING_APPROVAL, evidence=twin)


def cards() -> dict[str, Mapping[str, Any]]:
    """Name → card."""
    shown: dict[str, Mapping[str, Any]] = {name: request_card(Shown(request), SITE) for name, request in _requests()}
    shown["unlink-awaiting-requester"] = request_card(
        Shown(_unlink(State.AWAITING_APPROVAL)), SITE, view=View.REQUESTER
    )
    undecided = Details(
        candidates=(EMAIL,),
        text="They reset their One Login, unlink or delete?",
        understood=("It has words for unlinking and for deleting.",),
    )
    shown["undecided"] = request_card(Shown(_request(Kind.UNDECIDED, State.TRIAGE, details=undecided)), SITE)
    shown["new"] = request_card(Shown(_request(Kind.UNDECIDED, State.TRIAGE, details=Details())), SITE)
    shown["dialog"] = form_card(Proposal(Kind.UNLINK_ONE_LOGIN, Details(EMAIL, ticket="48213", understood=UNDERSTOOD)))
    shown["dialog-to-put-right"] = form_card(Proposal(Kind.UNDECIDED, undecided), "Choose what this is about.")
    pause = Pause(BEN_, NOW)
    shown["unlink-paused"] = request_card(Shown(_unlink(State.AWAITING_APPROVAL), pause), SITE)
    words = "Nothing was done yet. Check who it is and what will go, then confirm within 2 minutes."
    confirming = Shown(_delete(State.AWAITING_APPROVAL))
    shown["delete-confirm"] = request_card(confirming, SITE, note=words, view=View.CONFIRM)
    kept = next(request for name, request in _requests() if name == "delete-has-applications")
    listed = (
        Application("Teacher of Music", "Saltmere Academy", "submitted", datetime(2027, 1, 9, 10, 0, tzinfo=UTC), 2, 1),
        Application("Teacher of Art and design", "Tern Valley Learning Trust", "draft", None, 0, 0),
    )
    shown["delete-applications-listed"] = request_card(Shown(kept), SITE, view=View.APPLICATIONS, applications=listed)
    shown["figures"] = figures_card(_figures())
    shown["figures-empty"] = figures_card(Figures(NOW - timedelta(days=30), NOW))
    shown["replaced"] = replaced_card()
    return shown


def _figures() -> Figures:
    unlink, delete, other = Kind.UNLINK_ONE_LOGIN, Kind.DELETE_JOBSEEKER, Kind.DEVELOPER_HELP
    tallies = (
        Tally(unlink, State.DONE, 14),
        Tally(unlink, State.RESOLVED_BY_BA, 9),
        Tally(unlink, State.NOTHING_TO_DO, 3),
        Tally(unlink, State.REJECTED, 1),
        Tally(unlink, State.AWAITING_APPROVAL, 1),
        Tally(delete, State.DONE, 4),
        Tally(delete, State.CLOSED, 2),
        Tally(delete, State.EXPIRED, 1),
        Tally(other, State.WITH_DEVELOPER, 1),
        Tally(other, State.DONE, 5),
    )
    times = tuple(
        Times(kind, timedelta(minutes=12), timedelta(hours=3, minutes=5), timedelta(minutes=40), timedelta(days=1))
        for kind in (unlink, delete)
    )
    waiting = (
        Waiting("K7WQ2", unlink, State.AWAITING_APPROVAL, NOW - timedelta(hours=5, minutes=12)),
        Waiting("P3HVB", other, State.WITH_DEVELOPER, NOW - timedelta(days=2, hours=1)),
    )
    return Figures(NOW - timedelta(days=30), NOW, tallies, (*times, Times(other)), waiting, 2)
