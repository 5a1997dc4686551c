"""A message in the channel: a request, or a helpful answer, once."""

from __future__ import annotations

from threading import get_ident

import pytest

from handlers.answers import Answer, Say
from handlers.intake import SHORT, aside, receive
from handlers.notices import NoticeKind
from handlers.reading import Message
from handlers.roles import Refusal
from handlers.said import Said
from handlers.states import State
from tests.rules.given import AMINA, EMAIL, GROUPS, THREAD, jobseeker, request, standing
from tests.rules.memory import memory

UNLINK = f"Can you unlink the One Login of {EMAIL}? Ticket 48213"


def said(text: str = UNLINK) -> Said:
    return Said("message 1", AMINA, THREAD, Message(text))


async def test_a_message_opens_a_request_of_whoever_wrote_it() -> None:
    here = memory()
    answer = await receive(said(), here.ports)
    assert here.book.request is not None
    assert answer == Answer(card=here.book.request.id)
    assert (here.state, here.book.request.requesters) == (State.TRIAGE, (AMINA,))
    assert (here.book.request.details.subject, here.book.request.details.ticket) == (EMAIL, "48213")


async def test_an_account_that_is_not_linked_leaves_nothing_to_do() -> None:
    here = memory()
    here.service.accounts = type(here.service.accounts)((jobseeker(one_login_id=None),))
    await receive(said(), here.ports)
    assert here.state is State.NOTHING_TO_DO


async def test_an_address_that_is_not_sure_is_named_and_not_looked_up() -> None:
    here = memory(fails_at="look_up")
    await receive(said(f"unlink the One Login of {EMAIL} and bo@example.com"), here.ports)
    assert here.book.request is not None
    assert (here.book.request.details.subject, here.book.request.evidence) == (None, None)
    assert here.book.request.details.candidates == (EMAIL, "bo@example.com")


async def test_a_message_delivered_again_gets_the_stored_answer() -> None:
    here = memory()
    first = await receive(said(), here.ports)
    here.directory.down = True
    assert await receive(said(), here.ports) == first


async def test_of_two_deliveries_at_the_same_moment_one_opens_a_request() -> None:
    here = memory()
    here.book.replies["message 1"] = None
    assert await receive(said(), here.ports) == Answer()
    assert here.book.request is None
    assert await receive(said("good morning"), here.ports) == Answer()
    assert here.book.notices == []


@pytest.mark.parametrize(
    ("text", "down", "kind"),
    [
        ("good morning", False, NoticeKind.HELP),
        ("Which school is Hollin Beck?", False, NoticeKind.HELP),
        (UNLINK, True, NoticeKind.COULD_NOT_CHECK_YOU),
    ],
)
async def test_other_talk_gets_one_answer_in_the_thread(text: str, down: bool, kind: NoticeKind) -> None:
    here = memory()
    here.directory.down = down
    for _ in range(2):
        assert await receive(said(text), here.ports) == Answer()
    assert [(notice.kind, notice.people) for notice in here.book.notices] == [(kind, (AMINA,))]
    assert here.book.request is None


@pytest.mark.parametrize(
    ("down", "code"), [(False, Refusal.NOT_BA_OR_DEVELOPER), (True, Say.CANNOT_CHECK_YOU)], ids=["outsider", "down"]
)
async def test_a_typed_decision_is_on_the_record_whoever_typed_it_and_no_stranger_is_answered_in_the_thread(
    down: bool, code: Refusal | Say
) -> None:
    waits = request(State.AWAITING_APPROVAL)
    here = memory(waits)
    here.directory.everybody, here.directory.down = standing(GROUPS.production_access), down
    await receive(said(f"approve {waits.code}-{waits.version}"), here.ports)
    assert here.book.request == waits
    assert [(entry.action, entry.code) for entry in here.book.entries] == [("refused:approve", code)]
    told = [(NoticeKind.SAID, code)] if down else []
    assert [(notice.kind, notice.code) for notice in here.book.notices] == told


async def test_while_the_directory_is_down_a_message_that_came_twice_at_once_is_answered_once() -> None:
    here = memory()
    here.directory.down, here.book.replies = True, {"message 1": None}
    assert await receive(said(), here.ports) == Answer()
    assert here.book.notices == []


async def test_a_typed_decision_asks_the_directory_once() -> None:
    waits = request(State.AWAITING_APPROVAL, requesters=())
    here = memory(waits)
    here.directory.everybody = standing(GROUPS.developer, GROUPS.production_access)
    await receive(said(f"Approve {waits.code.lower()}-{waits.version}."), here.ports)
    assert (here.state, here.directory.asked) == (State.APPROVED, 1)


async def test_whoever_is_neither_ba_nor_developer_is_told_so_and_nothing_is_stored() -> None:
    here = memory()
    here.directory.everybody = standing(GROUPS.production_access)
    assert await receive(said(), here.ports) == Answer(Refusal.NOT_BA_OR_DEVELOPER)
    assert (here.book.request, here.book.replies, here.book.entries) == (None, {}, [])


@pytest.mark.parametrize(("more", "elsewhere"), [(0, False), (SHORT, True)])
async def test_only_a_long_message_is_read_in_a_thread(more: int, *, elsewhere: bool) -> None:
    message = Message(UNLINK, "<p>" + "a " * more)
    assert (await aside(lambda _: get_ident(), message, message.length) != get_ident()) is elsewhere
