"""Asking for what is open already: it is joined, and whoever asks can no longer approve it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from handlers.answers import Answer, Say
from handlers.form import LONGEST_INPUT
from handlers.intake import receive
from handlers.model import Approval, Details, Person, Request
from handlers.notices import NoticeKind
from handlers.opening import TRIES, Wanted, open_request
from handlers.reading import Message
from handlers.said import Said
from handlers.states import FINAL, State
from handlers.terms import Kind
from tests.rules.given import AMINA, BEN, DANA, EMAIL, NOW, THREAD, request
from tests.rules.memory import Memory, memory
from tests.rules.memory_book import MemoryBook


def said(text: str, activity: str = "message 1") -> Said:
    return Said(activity, BEN, THREAD, Message(text))


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
