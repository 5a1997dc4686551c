"""Ways in: what nobody has decided yet, and the words new, status and find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.answers import Answer, Say
from handlers.dialog import Submitted, submit
from handlers.form import CHOICES
from handlers.intake import receive
from handlers.model import Details, Request
from handlers.notices import NoticeKind
from handlers.opening import Wanted, open_request
from handlers.plans import PLANS
from handlers.reading import Message
from handlers.roles import Verb
from handlers.said import Said
from handlers.states import State
from handlers.steps import Planned, Step
from handlers.terms import Kind, Verdict
from tests.register.given import SCHOOL
from tests.rules.given import AMINA, BEN, DANA, EMAIL, THREAD, request
from tests.rules.given_access import having
from tests.rules.memory import Memory, memory

BOTH = f"Delete or unlink {EMAIL}? They reset their One Login and want their data deleted."
UNDECIDED = request(kind=Kind.UNDECIDED, details=Details(candidates=(EMAIL,), text="words"), evidence=None)


def said(text: str, activity: str = "message 1") -> Said:
    return Said(activity, BEN, THREAD, Message(text))


async def opened(here: Memory, text: str) -> Request:
    await receive(said(text), here.ports)
    assert here.book.request is not None
    return here.book.request


async def pressed(before: Request, here: Memory | None = None, **inputs: str) -> Planned:
    return await PLANS[Verb.CHANGE_DETAILS](before, AMINA, inputs, (here or memory(before)).ports)


async def test_a_message_that_asks_for_two_things_is_a_question_on_a_card() -> None:
    new = await opened(memory(), BOTH)
    assert (new.kind, new.state, new.evidence) == (Kind.UNDECIDED, State.TRIAGE, None)
    assert (new.details.subject, new.details.candidates) == (None, (EMAIL,))
    assert new.details.text == BOTH
    assert new.details.understood


@pytest.mark.parametrize("kind", CHOICES)
async def test_who_says_what_it_is_makes_it_a_request_of_that_kind(kind: Kind) -> None:
    here = having(SCHOOL)
    here.book.request = UNDECIDED
    taken = await pressed(UNDECIDED, here, kind=kind, email=EMAIL, organisation="Elm Park", text="Do it")
    assert isinstance(taken, Step)
    assert (taken.changes["kind"], taken.code, taken.joins) == (kind, kind, True)
    details = taken.changes["details"]
    assert details.text == ("Do it" if kind is Kind.DEVELOPER_HELP else None)
    assert (taken.changes["evidence"] is None) == (kind is Kind.DEVELOPER_HELP)


@pytest.mark.parametrize("kind", ["", "undo_unlink", "undecided", "anything"])
async def test_only_what_can_be_asked_for_can_be_chosen(kind: str) -> None:
    assert await pressed(UNDECIDED, kind=kind, email=EMAIL) is Say.CHOOSE_A_KIND


async def test_without_an_address_the_card_of_the_kind_asks_for_it() -> None:
    taken = await pressed(UNDECIDED, kind=Kind.DELETE_JOBSEEKER, email=" ")
    assert isinstance(taken, Step)
    assert (taken.to, taken.changes["evidence"]) == (State.TRIAGE, None)
    assert taken.changes["details"].candidates == (EMAIL,)


async def test_what_is_not_decided_goes_to_no_developer() -> None:
    inputs = {"kind": "delete_jobseeker", "identity_check": "own_address", "confirm_email": EMAIL}
    taken = await PLANS[Verb.ASK_DEVELOPER](UNDECIDED, AMINA, inputs, memory(UNDECIDED).ports)
    assert taken is Say.CHOOSE_A_KIND


async def test_new_opens_an_empty_form() -> None:
    new = await opened(memory(), "new")
    assert (new.kind, new.details, new.requesters) == (Kind.UNDECIDED, Details(), (BEN,))


async def test_two_things_for_a_developer_are_two_even_about_one_address() -> None:
    there = request(kind=Kind.DEVELOPER_HELP, details=Details(EMAIL, text="Their CV is missing."), evidence=None)
    here = memory(there)
    inputs = {"kind": "developer_help", "email": EMAIL, "text": "Their alerts come twice."}
    answer = await submit(Submitted("dialog 1", BEN, THREAD, inputs), here.ports)
    assert answer.say is None
    assert here.book.request is not None
    assert here.book.request.details.text == "Their alerts come twice.", "the words would be lost with the request"


@pytest.mark.parametrize("kind", CHOICES)
async def test_a_dialog_keeps_the_words_for_a_developer_only(kind: Kind) -> None:
    here = having(SCHOOL)
    inputs = {"kind": kind, "email": EMAIL, "text": "The whole message, with their telephone number."}
    await submit(Submitted("dialog 1", BEN, THREAD, inputs), here.ports)
    assert here.book.request is not None
    assert (here.book.request.details.text is not None) == (kind is Kind.DEVELOPER_HELP)


async def test_a_dialog_that_is_delivered_again_gets_its_first_reply() -> None:
    here = memory()
    sent = Submitted("dialog 1", BEN, THREAD, {"kind": "unlink_one_login", "email": EMAIL})
    first = await submit(sent, here.ports)
    assert first.card is not None
    assert await submit(sent, here.ports) == first


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("status", NoticeKind.WAITING, None),
        ("Status?", NoticeKind.WAITING, None),
        ("status ABCDE", NoticeKind.STANDING, "ABCDE"),
        ("status of abcde", NoticeKind.STANDING, "ABCDE"),
        ("status of qwert", NoticeKind.STANDING, ""),
        ("find abcde", NoticeKind.STANDING, "ABCDE"),
        (f"find {EMAIL}", NoticeKind.STANDING, "ABCDE"),
        ("find nobody@example.com", NoticeKind.STANDING, ""),
        ("find Elm Park Primary", NoticeKind.FOUND, SCHOOL.id),
        ("Find: 100001", NoticeKind.FOUND, SCHOOL.id),
    ],
)
async def test_status_and_find_are_answered_with_codes_and_ids_only(
    text: str, kind: NoticeKind, code: str | None
) -> None:
    here = having(SCHOOL)
    here.book.request = request()
    for _ in range(2):
        assert await receive(said(text), here.ports) == Answer()
    assert [(each.kind, each.code, each.people) for each in here.book.notices] == [(kind, code, (BEN,))]
    assert here.book.request == request()


async def test_find_without_a_register_says_so() -> None:
    here = having(SCHOOL)
    here.organisations.missing = True
    await receive(said("find Elm Park"), here.ports)
    assert [(each.kind, each.code) for each in here.book.notices] == [(NoticeKind.SAID, Say.NO_REGISTER)]


async def test_a_sentence_that_begins_with_find_and_asks_for_something_is_a_request() -> None:
    new = await opened(memory(), f"Find {EMAIL} and unlink their One Login")
    assert new.kind is Kind.UNLINK_ONE_LOGIN


@pytest.mark.parametrize(
    "text",
    [
        f"find why {EMAIL} cannot see her applications",
        f"find {EMAIL}, she cannot upload her CV",
        "Find and remove the duplicate vacancy 123 for Oakfield School",
    ],
)
async def test_a_sentence_that_begins_with_find_and_needs_a_developer_is_a_request(text: str) -> None:
    new = await opened(having(SCHOOL), text)
    assert (new.kind, new.details.text) == (Kind.DEVELOPER_HELP, text)


@pytest.mark.parametrize("text", [f"find requests about {EMAIL}.", f"find <{EMAIL}>", f"find the account {EMAIL}"])
async def test_words_around_an_address_do_not_hide_it(text: str) -> None:
    here = memory(request())
    await receive(said(text), here.ports)
    assert [each.code for each in here.book.notices] == ["ABCDE"]


async def test_what_is_not_decided_goes_to_no_developer_by_way_of_referring_back() -> None:
    back = replace(UNDECIDED, state=State.REFERRED_BACK)
    taken = await PLANS[Verb.RECORD_DECISION](back, AMINA, {"decision": "by_hand"}, memory(back).ports)
    assert taken is Say.DECISION_REQUIRED


async def test_who_else_asked_is_a_requester_too() -> None:
    here = memory()
    wanted = Wanted("dialog 1", BEN, THREAD, Kind.UNLINK_ONE_LOGIN, Details(EMAIL), (DANA, BEN))
    await open_request(wanted, here.ports)
    assert here.book.request is not None
    assert here.book.request.requesters == (DANA, BEN)
    evidence = here.book.request.evidence
    assert evidence is not None
    assert evidence.verdict is Verdict.CAN_UNLINK
