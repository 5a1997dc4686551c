"""Ways in: what nobody has decided yet, what is open already, and the words new, status and find."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from handlers.answers import Answer, Say
from handlers.dialog import Submitted, submit
from handlers.form import CHOICES, LONGEST_INPUT
from handlers.intake import receive
from handlers.model import Approval, Details, Kind, Person, Request, Verdict
from handlers.notices import NoticeKind
from handlers.opening import TRIES, Wanted, open_request
from handlers.plans import PLANS
from handlers.reading import Message
from handlers.roles import Verb
from handlers.said import Said
from handlers.states import FINAL, State
from handlers.steps import Planned, Step
from tests.register.given import SCHOOL
from tests.rules.given import AMINA, BEN, DANA, EMAIL, NOW, THREAD, request
from tests.rules.given_access import having
from tests.rules.memory import Memory, memory
from tests.rules.memory_book import MemoryBook

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


OPEN_ONES = sorted(set(State) - FINAL)


@pytest.mark.parametrize("state", OPEN_ONES)
async def test_asking_for_what_is_open_already_joins_it(state: State) -> None:
    here = memory(request(state))
    answer = await receive(said(f"unlink the One Login of {EMAIL.upper()} please"), here.ports)
    there = here.book.request
    assert there is not None
    joins = state in (State.TRIAGE, State.AWAITING_APPROVAL, State.REFERRED_BACK, State.WITH_DEVELOPER)
    say = Say.OPEN_ALREADY if joins else Say.APPROVED_ALREADY
    assert answer == Answer(say, there.id), "nobody is promised to be told who is not"
    assert [(each.kind, each.code, each.request_id) for each in here.book.notices] == [(NoticeKind.SAID, say, there.id)]
    assert there.asked_by(BEN.object_id) == joins
    assert (there.version == request().version + 1) == joins, "what is about to be approved shows who asked too"
    assert [entry.action for entry in here.book.entries] == (["asked_too"] if joins else [])


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


async def test_whoever_asks_once_more_changes_nothing() -> None:
    here = memory(request(requesters=(BEN,)))
    await receive(said(f"unlink the One Login of {EMAIL}"), here.ports)
    assert here.book.request == request(requesters=(BEN,))


@pytest.mark.parametrize(
    ("known", "given", "kept"),
    [
        (None, "7781", "7781"),
        ("48213", "7781", "48213, 7781"),
        ("48213, 7781", "7781", "48213, 7781"),
        ("48213", None, "48213"),
        ("4" * LONGEST_INPUT, "7781", "4" * LONGEST_INPUT),
    ],
)
@pytest.mark.parametrize("asks", [BEN, AMINA], ids=["somebody else", "who asked before"])
async def test_the_ticket_of_whoever_asks_too_is_kept(
    known: str | None, given: str | None, kept: str, asks: Person
) -> None:
    there = request(requesters=(AMINA,))
    here = memory(replace(there, details=replace(there.details, ticket=known)))
    wanted = Wanted("message 1", asks, THREAD, there.kind, Details(EMAIL, ticket=given))
    await open_request(wanted, here.ports)
    assert here.book.request is not None
    assert here.book.request.details == replace(there.details, ticket=kept)


@pytest.mark.parametrize(("asks", "voids"), [(BEN, True), (AMINA, False)])
async def test_the_yes_of_somebody_who_asks_for_it_afterwards_no_longer_counts(asks: Person, voids: bool) -> None:
    waiting = request(State.AWAITING_APPROVAL, requesters=(DANA,))
    assert waiting.digest is not None
    yes = Approval(BEN, waiting.version, waiting.digest, NOW)
    here = memory(replace(waiting, approvals=(yes,), approvals_needed=2))
    answer = await receive(Said("message 1", asks, THREAD, Message(f"unlink the One Login of {EMAIL}")), here.ports)
    there = here.book.request
    assert there is not None
    assert there.asked_by(asks.object_id)
    assert there.standing_approvals == (() if voids else (yes,))
    assert answer.say is (Say.YES_NO_LONGER_COUNTS if voids else Say.OPEN_ALREADY)


async def test_a_dialog_that_is_delivered_again_gets_its_first_reply() -> None:
    here = memory()
    sent = Submitted("dialog 1", BEN, THREAD, {"kind": "unlink_one_login", "email": EMAIL})
    first = await submit(sent, here.ports)
    assert first.card is not None
    assert await submit(sent, here.ports) == first


@dataclass
class BehindTheBook(MemoryBook):
    """A book that read the request before somebody moved it, the first so many times."""

    before: Request | None = None
    times: int = 1

    async def open_about(self, kind: Kind, subject: str) -> Request | None:
        self.times -= 1
        return self.before if self.times >= 0 else await super().open_about(kind, subject)


@pytest.mark.parametrize("times", [1, TRIES])
async def test_who_approves_while_their_message_is_read_does_not_become_a_requester(times: int) -> None:
    waiting = request(State.AWAITING_APPROVAL)
    assert waiting.digest is not None
    yes = Approval(BEN, waiting.version, waiting.digest, NOW)
    approved = replace(waiting, state=State.APPROVED, version=waiting.version + 1, approvals=(yes,))
    here = Memory(BehindTheBook(approved, before=waiting, times=times))
    answer = await receive(said(f"unlink the One Login of {EMAIL}"), here.ports)
    assert here.book.request is not None
    if times < TRIES:
        assert (here.book.request, answer.say) == (approved, Say.APPROVED_ALREADY)
    else:
        assert here.book.request.requesters == (BEN,), "a request of its own rather than none"


async def test_what_ended_while_the_message_was_read_is_opened_anew() -> None:
    there = request()
    here = Memory(BehindTheBook(replace(there, state=State.CANCELLED, version=there.version + 1), before=there))
    answer = await receive(said(f"unlink the One Login of {EMAIL}"), here.ports)
    assert here.book.request is not None
    assert (here.state, here.book.request.requesters, answer.say) == (State.TRIAGE, (BEN,), None)
    assert here.book.notices == []


@pytest.mark.parametrize("text", [f"delete all data of {EMAIL}", "unlink the One Login of other@example.com"])
async def test_another_kind_or_another_person_is_a_request_of_its_own(text: str) -> None:
    here = memory(request())
    await receive(said(text), here.ports)
    assert here.book.notices == []
    assert here.book.request is not None
    assert here.book.request.requesters == (BEN,)


@pytest.mark.parametrize("state", sorted(FINAL))
async def test_what_is_over_is_not_joined(state: State) -> None:
    here = memory(request(state))
    await receive(said(f"unlink the One Login of {EMAIL}"), here.ports)
    assert here.state is State.TRIAGE


async def test_a_second_delivery_joins_once() -> None:
    here = memory(request())
    for _ in range(2):
        await receive(said(f"unlink the One Login of {EMAIL}"), here.ports)
    assert len(here.book.notices) == 1


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
