"""What the buttons of a deletion lead to, and those of an undo."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from handlers.answers import Answer, Say, View
from handlers.decide import press
from handlers.model import Details, Evidence, Request
from handlers.notices import NoticeKind
from handlers.plans import ABOUT_APPLICATIONS, PLANS
from handlers.ports import Policy
from handlers.roles import Verb
from handlers.states import State
from handlers.steps import Again, Planned, Reading, Step
from handlers.terms import Because, Kind, Result, Verdict
from handlers.triage import where_it_leads
from handlers.unlink import Accounts, LoginFound
from tests.rules.given import AMINA, BEN, CHECKED, EMAIL, GROUPS, NOW, OLD_ID, click, jobseeker, request, standing
from tests.rules.given_holdings import DETAILS, HELD, ONLY_ALERTS, STOP_ALERTS, deletion, found, held
from tests.rules.memory import Memory, memory

ASKED = {**CHECKED, "confirm_email": EMAIL}
TRIAGE = deletion(details=Details(EMAIL))
APPLIED = held(replace(HELD, applications={"draft": 1}))
BACK = deletion(State.REFERRED_BACK, evidence=APPLIED, result=Result.HAS_APPLICATIONS)


def here_with(before: Request = TRIAGE, **service: object) -> Memory:
    return memory(before, **{"found": found(HELD), **service})


async def led_to(verb: Verb, before: Request, inputs: dict[str, str], here: Memory | None = None) -> Planned:
    return await PLANS[verb](before, AMINA, inputs, (here or here_with(before)).ports)


async def step(verb: Verb, before: Request, inputs: dict[str, str], here: Memory | None = None) -> Step:
    taken = await led_to(verb, before, inputs, here)
    assert isinstance(taken, Step), taken
    return taken


@pytest.mark.parametrize(
    ("inputs", "say"),
    [
        ({"confirm_email": EMAIL}, Say.IDENTITY_REQUIRED),
        (CHECKED, Say.TYPE_ADDRESS_AGAIN),
        ({**CHECKED, "confirm_email": "  "}, Say.TYPE_ADDRESS_AGAIN),
        ({**CHECKED, "confirm_email": "other@example.com"}, Say.ADDRESSES_DIFFER),
        ({**CHECKED, "confirm_email": f"{EMAIL}, other@example.com"}, Say.ADDRESSES_DIFFER),
        ({**ASKED, "confirm_email": "a" * 501}, Say.TOO_LONG),
    ],
)
async def test_the_address_is_typed_twice_before_a_developer_is_asked(inputs: dict[str, str], say: Say) -> None:
    assert await led_to(Verb.ASK_DEVELOPER, TRIAGE, inputs) is say


@pytest.mark.parametrize("again", [EMAIL, f"  {EMAIL.upper()} "])
async def test_then_it_waits_for_approval(again: str) -> None:
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**ASKED, "confirm_email": again}, here_with(fails_at="preview"))
    assert (taken.to, taken.joins, taken.say) == (State.AWAITING_APPROVAL, True, None)
    assert taken.changes["evidence"] == TRIAGE.evidence
    assert taken.notice and taken.notice(TRIAGE).kind is NoticeKind.APPROVAL_NEEDED


@pytest.mark.parametrize(
    ("policy", "today", "needed"),
    [
        (Policy(), 99, (1, None)),
        (Policy(2), 0, (2, Because.ALWAYS)),
        (Policy(1, {Kind.DELETE_JOBSEEKER: 3}), 2, (1, None)),
        (Policy(1, {Kind.DELETE_JOBSEEKER: 3}), 3, (2, Because.DAILY_LIMIT)),
        (Policy(1, {Kind.UNLINK_ONE_LOGIN: 3}), 99, (1, None)),
    ],
)
async def test_how_many_have_to_approve(policy: Policy, today: int, needed: tuple[int, Because | None]) -> None:
    here = here_with()
    here.policy, here.book.approved_today = policy, today
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, ASKED, here)
    assert (taken.changes["approvals_needed"], taken.changes["needs_because"]) == needed


async def test_a_tick_looks_again_and_goes_on_when_the_same_is_shown() -> None:
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**ASKED, "stop_alerts": "true"})
    assert (taken.to, taken.say) == (State.AWAITING_APPROVAL, None)
    assert taken.changes["details"].options.stop_alerts
    assert taken.changes["evidence"] == held(details=STOP_ALERTS)
    assert taken.changes["evidence"].digest != TRIAGE.digest


async def test_a_tick_that_meets_something_else_asks_nobody_yet() -> None:
    meanwhile = found(replace(HELD, account={**HELD.account, "saved_jobs": ("a",)}))
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**ASKED, "stop_alerts": "true"}, here_with(found=meanwhile))
    assert (taken.to, taken.say, taken.notice) == (State.TRIAGE, Say.LOOKED_AGAIN, None)


async def test_a_tick_that_meets_an_application_goes_back_at_once() -> None:
    meanwhile = found(replace(HELD, applications={"draft": 1}))
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**ASKED, "stop_alerts": "true"}, here_with(found=meanwhile))
    assert (taken.to, taken.changes["result"]) == (State.REFERRED_BACK, Result.HAS_APPLICATIONS)


async def test_a_tick_while_the_database_does_not_answer_asks_nobody() -> None:
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**ASKED, "stop_alerts": "true"}, here_with(fails_at="preview"))
    assert (taken.to, taken.say) == (State.TRIAGE, Say.STILL_CANNOT_LOOK)


async def test_a_tick_on_what_could_not_be_looked_up_yet_looks_first() -> None:
    dark = deletion(details=Details(EMAIL), evidence=None)
    taken = await step(Verb.ASK_DEVELOPER, dark, {**ASKED, "stop_alerts": "true"})
    assert (taken.to, taken.say) == (State.TRIAGE, Say.LOOKED_AGAIN)


async def test_job_alerts_alone_have_to_be_ticked() -> None:
    alone, there = deletion(holdings=ONLY_ALERTS), found(ONLY_ALERTS)
    here = here_with(alone, found=there, accounts=Accounts())
    assert await led_to(Verb.ASK_DEVELOPER, alone, ASKED, here) is Say.TICK_ALERTS
    taken = await step(Verb.ASK_DEVELOPER, alone, {**ASKED, "stop_alerts": "true"}, here)
    assert taken.to is State.AWAITING_APPROVAL
    assert taken.changes["evidence"].digest


@pytest.mark.parametrize(
    ("evidence", "result"),
    [
        (held(replace(HELD, embeds=1)), Result.NEEDS_HANDS),
        (held(replace(HELD, messages_without_application=1)), Result.NEEDS_HANDS),
        (held(drift=("A new table.",)), Result.SCHEMA_DRIFTED),
    ],
)
async def test_what_needs_hands_is_typed_twice_too_and_says_why(evidence: Evidence, result: Result) -> None:
    before = deletion(evidence=evidence)
    assert await led_to(Verb.ASK_DEVELOPER, before, CHECKED) is Say.TYPE_ADDRESS_AGAIN
    taken = await step(Verb.ASK_DEVELOPER, before, ASKED)
    assert (taken.to, taken.code, taken.changes["result"]) == (State.WITH_DEVELOPER, result, result)


@pytest.mark.parametrize("verdict", [Verdict.HAS_APPLICATIONS, Verdict.SEVERAL, Verdict.NOT_FOUND])
async def test_nobody_can_be_asked_to_approve_the_rest(verdict: Verdict) -> None:
    before = deletion(evidence=Evidence(NOW, verdict))
    assert await led_to(Verb.ASK_DEVELOPER, before, ASKED) is Say.NOTHING_TO_ASK


@pytest.mark.parametrize(("decision", "result"), ABOUT_APPLICATIONS.items())
async def test_a_decision_about_applications_closes_it_and_keeps_the_words(decision: str, result: Result) -> None:
    taken = await step(Verb.RECORD_DECISION, BACK, {"decision": decision, "note": " As agreed "})
    assert (taken.to, taken.code, taken.joins) == (State.CLOSED, decision, True)
    assert taken.changes == {"note": "As agreed", "decided_by": AMINA, "result": result}


@pytest.mark.parametrize(
    ("inputs", "say"),
    [
        ({}, Say.DECISION_REQUIRED),
        ({"decision": "answered"}, Say.DECISION_REQUIRED),
        ({"decision": "by_hand"}, Say.DECISION_REQUIRED),
        ({"decision": "delete"}, Say.DECISION_REQUIRED),
        ({"decision": "other"}, Say.NOTE_REQUIRED),
        ({"decision": "keep", "note": "a" * 501}, Say.TOO_LONG),
    ],
)
async def test_no_other_decision_is_taken(inputs: dict[str, str], say: Say) -> None:
    assert await led_to(Verb.RECORD_DECISION, BACK, inputs) is say


async def test_with_applications_it_is_never_closed_without_a_decision() -> None:
    assert await led_to(Verb.CLOSE, BACK, {"note": "Done"}) is Say.RECORD_A_DECISION
    referred = deletion(State.REFERRED_BACK, result=Result.REFERRED_BY_PERSON)
    assert await led_to(Verb.CLOSE, referred, {"note": "a" * 501}) is Say.TOO_LONG
    for note, kept in (("", None), (" Told them ", "Told them")):
        taken = await step(Verb.CLOSE, referred, {"note": note})
        assert (taken.to, taken.changes["note"]) == (State.CLOSED, kept)


async def test_the_list_of_applications_is_a_view_of_ones_own_and_on_the_record() -> None:
    assert await led_to(Verb.SHOW_APPLICATIONS, BACK, {}) == Reading(View.APPLICATIONS)
    here = here_with(BACK)
    here.directory.everybody = standing(GROUPS.ba)
    answer = await press(click(BACK, Verb.SHOW_APPLICATIONS, AMINA), here.ports)
    assert answer == Answer(card=BACK.id, view=View.APPLICATIONS)
    assert [entry.action for entry in here.book.entries] == [Verb.SHOW_APPLICATIONS]
    assert (here.book.request, here.book.notices) == (BACK, [])


UNLINKED = request(State.DONE, result=Result.UNLINKED, undoable=True, details=replace(DETAILS, ticket="Z-1"))


async def test_an_undo_is_a_request_of_its_own_with_nothing_but_who_and_the_ticket() -> None:
    here = memory(UNLINKED, login=LoginFound(jobseeker(one_login_id=None), False))
    here.book.kept = OLD_ID
    taken = await led_to(Verb.UNDO_UNLINK, UNLINKED, {}, here)
    assert isinstance(taken, Again)
    assert (taken.kind, taken.details, taken.say) == (Kind.UNDO_UNLINK, Details(EMAIL, ticket="Z-1"), Say.UNDO_ASKED)
    assert (taken.state, taken.changes["evidence"].verdict) == (State.TRIAGE, Verdict.CAN_UNDO)


@pytest.mark.parametrize(
    ("changes", "say"),
    [
        ({"again_as": "WXYZ2"}, Say.ASKED_AGAIN_ALREADY),
        ({"undoable": False}, Say.NO_LONGER_UNDOABLE),
        ({"kind": Kind.DELETE_JOBSEEKER}, Say.NO_LONGER_UNDOABLE),
    ],
)
async def test_what_cannot_be_undone_says_so(changes: dict[str, object], say: Say) -> None:
    assert await led_to(Verb.UNDO_UNLINK, replace(UNLINKED, **changes), {}) is say  # type: ignore[arg-type]


async def test_an_undo_that_ends_at_once_is_told_to_the_others_who_asked() -> None:
    both = replace(UNLINKED, requesters=(AMINA, BEN))
    here = memory(both, login=LoginFound(jobseeker(), True))
    here.book.kept = OLD_ID
    answer = await press(click(both, Verb.UNDO_UNLINK, AMINA), here.ports)
    assert answer.say is Say.UNDO_ASKED
    assert here.book.again and here.book.again.state is State.NOTHING_TO_DO
    [notice] = here.book.notices
    assert (notice.kind, notice.state, notice.people) == (NoticeKind.OUTCOME, State.NOTHING_TO_DO, (BEN,))


async def test_an_undo_follows_an_unlink_only_once() -> None:
    here = memory(UNLINKED, login=LoginFound(jobseeker(one_login_id=None), False))
    here.book.kept, here.book.again = OLD_ID, request(id=UUID(int=8))
    answer = await press(click(UNLINKED, Verb.UNDO_UNLINK, AMINA), here.ports)
    assert answer.say is Say.STALE


async def test_a_deletion_is_asked_again_with_its_ticks_and_looked_up_anew() -> None:
    rejected = deletion(State.REJECTED, details=STOP_ALERTS)
    taken = await led_to(Verb.ASK_AGAIN, rejected, {}, here_with(rejected, found=found(ONLY_ALERTS)))
    assert isinstance(taken, Again)
    assert (taken.details, taken.state) == (STOP_ALERTS, State.TRIAGE)
    assert taken.changes["evidence"].verdict is Verdict.ONLY_ALERTS
    followed = replace(rejected, again_as="WXYZ2")
    assert await led_to(Verb.ASK_AGAIN, followed, {}) is Say.ASKED_AGAIN_ALREADY


@pytest.mark.parametrize(
    ("verdict", "leads_to"),
    [
        (Verdict.HAS_APPLICATIONS, (State.REFERRED_BACK, Result.HAS_APPLICATIONS)),
        (Verdict.LINKED_AGAIN, (State.NOTHING_TO_DO, Result.LINKED_AGAIN)),
        (Verdict.GONE, (State.NOTHING_TO_DO, Result.ACCOUNT_GONE)),
        (Verdict.OLD_LOGIN_TAKEN, (State.TRIAGE, None)),
        (Verdict.ONLY_ALERTS, (State.TRIAGE, None)),
    ],
)
def test_where_the_evidence_alone_leads(verdict: Verdict, leads_to: tuple[State, Result | None]) -> None:
    assert where_it_leads(Evidence(NOW, verdict)) == leads_to
