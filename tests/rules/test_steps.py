"""What each button leads to, or the one sentence that says what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.answers import Say
from handlers.form import LONGEST_INPUT
from handlers.model import Details, Evidence, Person, Request
from handlers.notices import NoticeKind
from handlers.plans import PLANS
from handlers.roles import Verb
from handlers.states import State
from handlers.steps import Planned, Step
from handlers.terms import Result, Verdict
from tests.rules.given import AMINA, BEN, CHECKED, DANA, EMAIL, NOW, could_not_look, evidence, request
from tests.rules.memory import Memory, memory

LONG = "a" * (LONGEST_INPUT + 1)
TRIAGE = request()
UNCHECKED = request(details=Details(EMAIL))
WAITING, BACK, BY_HAND = (
    request(State.AWAITING_APPROVAL),
    request(State.REFERRED_BACK),
    request(State.WITH_DEVELOPER),
)
TOO_OLD = request(State.UNKNOWN, result=Result.TOO_OLD_TO_TELL)
DARK = request(State.UNKNOWN, result=Result.COULD_NOT_ASK)


async def led_to(
    verb: Verb, before: Request, inputs: dict[str, str], person: Person = AMINA, here: Memory | None = None
) -> Planned:
    return await PLANS[verb](before, person, inputs, (here or memory(before)).ports)


async def step(verb: Verb, before: Request, inputs: dict[str, str], **words: Any) -> Step:
    taken = await led_to(verb, before, inputs, **words)
    assert isinstance(taken, Step), taken
    return taken


@pytest.mark.parametrize(
    ("verb", "before", "inputs", "say"),
    [
        (Verb.ASK_DEVELOPER, UNCHECKED, {}, Say.IDENTITY_REQUIRED),
        (Verb.ASK_DEVELOPER, UNCHECKED, {"identity_check": ""}, Say.IDENTITY_REQUIRED),
        (Verb.ASK_DEVELOPER, UNCHECKED, {"identity_check": "trust me"}, Say.IDENTITY_REQUIRED),
        (Verb.ASK_DEVELOPER, UNCHECKED, {"identity_check": "other"}, Say.IDENTITY_NOTE_REQUIRED),
        (
            Verb.ASK_DEVELOPER,
            UNCHECKED,
            {"identity_check": "other", "identity_note": " "},
            Say.IDENTITY_NOTE_REQUIRED,
        ),
        (Verb.ASK_DEVELOPER, TRIAGE, {"email": "nobody"}, Say.NOT_AN_ADDRESS),
        (Verb.ASK_DEVELOPER, TRIAGE, {"current_email": "nobody"}, Say.NOT_AN_ADDRESS_NOW),
        (Verb.ASK_DEVELOPER, TRIAGE, {"identity_note": LONG}, Say.TOO_LONG),
        (Verb.ASK_DEVELOPER, request(evidence=None), CHECKED, Say.NOTHING_TO_ASK),
        (Verb.ASK_DEVELOPER, request(evidence=could_not_look()), CHECKED, Say.NOTHING_TO_ASK),
        (Verb.ASK_DEVELOPER, request(evidence=Evidence(NOW, Verdict.NOT_FOUND)), CHECKED, Say.NOTHING_TO_ASK),
        (Verb.ASK_DEVELOPER, request(evidence=Evidence(NOW, Verdict.SEVERAL)), CHECKED, Say.NOTHING_TO_ASK),
        (Verb.CHANGE_DETAILS, TRIAGE, {"email": "nobody"}, Say.NOT_AN_ADDRESS),
        (Verb.CHANGE_DETAILS, TRIAGE, {"ticket": LONG}, Say.TOO_LONG),
        (Verb.TRY_AGAIN, TRIAGE, {"current_email": "nobody"}, Say.NOT_AN_ADDRESS_NOW),
        (Verb.REJECT, WAITING, {}, Say.REASON_REQUIRED),
        (Verb.REJECT, WAITING, {"reason": " \n"}, Say.REASON_REQUIRED),
        (Verb.REJECT, WAITING, {"reason": LONG}, Say.TOO_LONG),
        (Verb.RECORD_DECISION, BACK, {}, Say.DECISION_REQUIRED),
        (Verb.RECORD_DECISION, BACK, {"decision": "delete them"}, Say.DECISION_REQUIRED),
        (Verb.RECORD_DECISION, BACK, {"decision": "other"}, Say.NOTE_REQUIRED),
        (Verb.RECORD_DECISION, BACK, {"decision": "answered", "note": LONG}, Say.TOO_LONG),
        (Verb.MARK_DONE, TOO_OLD, {"decision": "made"}, Say.NOTE_REQUIRED),
        (Verb.MARK_DONE, TOO_OLD, {"note": "Looked"}, Say.DECISION_REQUIRED),
        (Verb.MARK_DONE, TOO_OLD, {"note": "Looked", "decision": "answered"}, Say.DECISION_REQUIRED),
        (Verb.MARK_DONE, DARK, {"note": "Looked", "decision": "made"}, Say.STILL_ASKING),
        (Verb.MARK_DONE, BY_HAND, {}, Say.NOTE_REQUIRED),
        (Verb.MARK_DONE, BY_HAND, {"note": " "}, Say.NOTE_REQUIRED),
        (Verb.MARK_DONE, BY_HAND, {"note": LONG}, Say.TOO_LONG),
    ],
)
async def test_what_is_missing_is_said_in_one_sentence(
    verb: Verb, before: Request, inputs: dict[str, str], say: Say
) -> None:
    assert await led_to(verb, before, inputs) is say


async def test_asking_a_developer_keeps_what_was_typed_and_tells_developers() -> None:
    taken = await step(Verb.ASK_DEVELOPER, UNCHECKED, {**CHECKED, "ticket": "Z-1"})
    assert (taken.to, taken.joins, taken.approves) == (State.AWAITING_APPROVAL, True, False)
    assert taken.changes == {
        "details": Details(EMAIL, None, "own_address", None, "Z-1"),
        "evidence": UNCHECKED.evidence,
        "approvals_needed": 1,
        "needs_because": None,
    }
    assert taken.notice and taken.notice(TRIAGE).kind is NoticeKind.APPROVAL_NEEDED


async def test_what_the_bot_does_not_do_goes_to_a_developers_hands() -> None:
    before = request(evidence=Evidence(NOW, Verdict.BY_HAND))
    taken = await step(Verb.ASK_DEVELOPER, before, CHECKED)
    assert (taken.to, taken.code, taken.joins) == (State.WITH_DEVELOPER, Result.NEEDS_HANDS, True)
    assert taken.changes["result"] is Result.NEEDS_HANDS
    assert taken.notice and taken.notice(before).kind is NoticeKind.DEVELOPER_NEEDED


@pytest.mark.parametrize("inputs", [{"email": "other@example.com"}, {"current_email": "other@example.com"}])
async def test_asking_about_another_address_looks_again_and_asks_nobody_yet(inputs: dict[str, str]) -> None:
    taken = await step(Verb.ASK_DEVELOPER, TRIAGE, {**CHECKED, **inputs})
    assert (taken.to, taken.say, taken.joins, taken.notice) == (State.TRIAGE, Say.LOOKED_AGAIN, True, None)
    assert isinstance(taken.changes["evidence"], Evidence)


@pytest.mark.parametrize("verb", [Verb.CHANGE_DETAILS, Verb.TRY_AGAIN])
async def test_changed_details_are_looked_up_at_once(verb: Verb) -> None:
    taken = await step(verb, request(evidence=None), {"ticket": "Z-2"})
    assert (taken.to, taken.code, taken.say, taken.joins) == (State.TRIAGE, Verdict.CAN_UNLINK, None, True)
    assert taken.changes["evidence"] == evidence()
    assert taken.changes["details"].ticket == "Z-2"


@pytest.mark.parametrize("verb", [Verb.CHANGE_DETAILS, Verb.TRY_AGAIN, Verb.ASK_DEVELOPER])
async def test_while_the_database_does_not_answer_it_says_so_and_keeps_the_details(verb: Verb) -> None:
    inputs = {"current_email": "now@example.com"}
    taken = await step(verb, TRIAGE, inputs, here=memory(TRIAGE, fails_at="look_up"))
    assert (taken.to, taken.say) == (State.TRIAGE, Say.STILL_CANNOT_LOOK)
    assert taken.changes["details"].current_email == "now@example.com"


async def test_details_without_a_subject_lead_nowhere_yet() -> None:
    taken = await step(Verb.CHANGE_DETAILS, request(details=Details(), evidence=None), {"ticket": "Z-3"})
    assert (taken.to, taken.code, taken.changes["evidence"]) == (State.TRIAGE, None, None)


async def test_changing_the_details_of_one_that_waits_takes_it_back_first() -> None:
    taken = await step(Verb.CHANGE_DETAILS, WAITING, {"email": "other@example.com"})
    assert (taken.to, taken.changes, taken.joins) == (State.TRIAGE, {}, True)


async def test_approving_is_the_approvers_and_makes_no_requester() -> None:
    taken = await step(Verb.APPROVE, WAITING, {}, person=DANA)
    assert (taken.to, taken.approves, taken.joins) == (State.APPROVED, True, False)
    assert taken.changes == {"decided_by": DANA}


async def test_rejecting_keeps_the_reason_and_tells_who_asked() -> None:
    taken = await step(Verb.REJECT, WAITING, {"reason": " Not them "}, person=DANA)
    assert (taken.to, taken.changes) == (State.REJECTED, {"note": "Not them", "decided_by": DANA})
    assert taken.notice and taken.notice(WAITING).people == (AMINA,)


async def test_cancelling_makes_no_requester() -> None:
    taken = await step(Verb.CANCEL, TRIAGE, {}, person=BEN)
    assert (taken.to, taken.joins, taken.changes) == (State.CANCELLED, False, {"decided_by": BEN, "result": None})


async def test_a_ba_resolves_it_alone() -> None:
    taken = await step(Verb.RESOLVED_BY_BA, TRIAGE, {}, person=BEN)
    assert (taken.to, taken.joins, taken.changes) == (State.RESOLVED_BY_BA, True, {"decided_by": BEN})


async def test_referring_back_says_that_a_person_did_it() -> None:
    taken = await step(Verb.REFER_BACK, TRIAGE, {}, person=DANA)
    assert (taken.to, taken.changes["result"], taken.joins) == (State.REFERRED_BACK, Result.REFERRED_BY_PERSON, True)


@pytest.mark.parametrize(
    ("inputs", "to", "note"),
    [
        ({"decision": "answered"}, State.CLOSED, None),
        ({"decision": "answered", "note": " Told them "}, State.CLOSED, "Told them"),
        ({"decision": "other", "note": "Wrote to the school"}, State.CLOSED, "Wrote to the school"),
        ({"decision": "by_hand"}, State.WITH_DEVELOPER, None),
    ],
)
async def test_a_decision_closes_it_or_hands_it_to_a_developer(
    inputs: dict[str, str], to: State, note: str | None
) -> None:
    taken = await step(Verb.RECORD_DECISION, BACK, inputs)
    assert (taken.to, taken.code, taken.joins) == (to, inputs["decision"], True)
    assert taken.changes == {"note": note, "decided_by": AMINA}
    assert (taken.notice is not None) == (to is State.WITH_DEVELOPER)


async def test_what_was_done_by_hand_is_said_and_told() -> None:
    taken = await step(Verb.MARK_DONE, BY_HAND, {"note": " In the console "}, person=DANA)
    assert (taken.to, taken.code, taken.joins) == (State.DONE, Result.DONE_BY_HAND, False)
    assert taken.changes == {"note": "In the console", "result": Result.DONE_BY_HAND, "decided_by": DANA}
    assert taken.notice and taken.notice(BY_HAND).kind is NoticeKind.OUTCOME


@pytest.mark.parametrize(
    ("seen", "to", "result"),
    [("made", State.DONE, Result.SEEN_DONE), ("not_made", State.FAILED, Result.SEEN_NOT_DONE)],
)
async def test_what_nothing_else_can_tell_any_more_a_developer_looks_up_and_says(
    seen: str, to: State, result: Result
) -> None:
    taken = await step(Verb.MARK_DONE, TOO_OLD, {"decision": seen, "note": " Looked "}, person=DANA)
    assert (taken.to, taken.code) == (to, result)
    assert taken.changes == {"note": "Looked", "result": result, "decided_by": DANA}
    assert taken.notice and taken.notice(TOO_OLD).kind is NoticeKind.OUTCOME
