"""Saying that one is looking, asking once more for what came to nothing, and asking for a developer's help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.answers import Answer, Say
from handlers.decide import press
from handlers.form import LONGEST_TEXT
from handlers.intake import receive
from handlers.model import Details, Look, Pause, Request, Shown
from handlers.notices import NoticeKind
from handlers.reading import Message
from handlers.roles import Verb
from handlers.said import Said
from handlers.states import LOOK_LASTS, State
from handlers.terms import Kind
from handlers.unlink import Accounts
from tests.rules.given import AMINA, BEN, DANA, EMAIL, GROUPS, NOW, THREAD, click, jobseeker, request, standing
from tests.rules.memory import Memory, memory

ASKED = request(State.AWAITING_APPROVAL)
HELP = request(kind=Kind.DEVELOPER_HELP, evidence=None, details=Details(text="Rebuild the index"))


def here_with(shown: Request) -> Memory:
    here = memory(shown)
    here.directory.everybody = standing(GROUPS.developer)
    return here


# --- I'm looking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.AWAITING_APPROVAL, State.WITH_DEVELOPER])
async def test_whoever_looks_is_named_for_half_an_hour_and_the_card_stays_as_it_is(state: State) -> None:
    before = request(state)
    here = here_with(before)
    assert await press(click(before, Verb.IM_LOOKING), here.ports) == Answer(card=before.id)
    assert here.book.request == replace(before, look=Look(DANA, NOW + timedelta(minutes=30)))
    assert timedelta(minutes=30) == LOOK_LASTS
    assert [entry.action for entry in here.book.entries] == ["im_looking"]
    assert here.book.notices == []


async def test_somebody_else_who_looks_is_not_pushed_aside_until_it_lapses() -> None:
    before = replace(ASKED, look=Look(BEN, NOW + timedelta(seconds=1)))
    here = here_with(before)
    assert (await press(click(before, Verb.IM_LOOKING), here.ports)).say is Say.SOMEBODY_LOOKS
    here.time = NOW + timedelta(seconds=1)
    assert before.looked_at_by(here.time) is None
    await press(click(before, Verb.IM_LOOKING, activity_id="click 2"), here.ports)
    assert here.book.request and here.book.request.look == Look(DANA, here.time + LOOK_LASTS)


async def test_whoever_looks_may_go_on_looking() -> None:
    before = replace(ASKED, look=Look(DANA, NOW + timedelta(minutes=1)))
    here = here_with(before)
    await press(click(before, Verb.IM_LOOKING), here.ports)
    assert here.book.request and here.book.request.look == Look(DANA, NOW + LOOK_LASTS)


async def test_looking_binds_nobody() -> None:
    before = replace(ASKED, look=Look(BEN, NOW + LOOK_LASTS))
    here = here_with(before)
    here.directory.everybody = standing(GROUPS.developer, GROUPS.production_access)
    await press(click(before, Verb.APPROVE), here.ports)
    assert here.state is State.APPROVED


async def test_a_look_at_what_moved_on_is_refused_with_the_fresh_card() -> None:
    here = here_with(ASKED)
    here.book.overtaken = True
    assert await press(click(ASKED, Verb.IM_LOOKING), here.ports) == Answer(Say.STALE, ASKED.id)


# --- Ask again --------------------------------------------------------------------------------------------------------

OVER = [State.EXPIRED, State.LAPSED, State.REJECTED, State.FAILED]


async def test_what_is_no_longer_kept_cannot_be_asked_again() -> None:
    """An old card may still have the button: the fresh one has none."""
    before = request(State.EXPIRED, forgotten=True, details=Details(), evidence=None)
    here = here_with(before)
    assert await press(click(before, Verb.ASK_AGAIN), here.ports) == Answer(Say.STALE, before.id)
    assert here.book.again is None


@pytest.mark.parametrize("state", OVER)
async def test_what_came_to_nothing_is_asked_again_as_a_new_request_with_the_same_details(state: State) -> None:
    details = Details(EMAIL, identity_check="other", identity_note="By phone", ticket="Z-1")
    before = request(state, details=details, requesters=(AMINA,))
    here = here_with(before)
    assert await press(click(before, Verb.ASK_AGAIN), here.ports) == Answer(Say.ASKED_AGAIN, before.id)
    new = here.book.again
    assert new is not None
    assert (new.state, new.details, new.thread, new.again_of) == (State.TRIAGE, details, THREAD, before.id)
    assert new.requesters == (DANA, AMINA), "whoever asked before may not approve it now"
    assert new.evidence and new.evidence.looked_up_at == NOW
    assert new.approvals == ()
    assert here.book.request == before
    assert [(entry.action, entry.request_id) for entry in here.book.entries] == [("ask_again", before.id)]


async def test_whoever_asks_again_for_their_own_request_stands_in_it_once() -> None:
    before = request(State.REJECTED, requesters=(AMINA, BEN))
    here = here_with(before)
    await press(click(before, Verb.ASK_AGAIN, BEN), here.ports)
    assert here.book.again and here.book.again.requesters == (BEN, AMINA)


async def test_it_is_asked_again_once_only() -> None:
    before = request(State.REJECTED, again_as="FGHJK")
    here = here_with(before)
    assert (await press(click(before, Verb.ASK_AGAIN), here.ports)).say is Say.ASKED_AGAIN_ALREADY
    both = here_with(request(State.REJECTED))
    both.book.again = request()
    at_once = await press(click(request(State.REJECTED), Verb.ASK_AGAIN), both.ports)
    assert at_once.say is Say.STALE
    assert [entry.action for entry in both.book.entries] == ["refused:ask_again"]


async def test_what_needs_nothing_any_more_ends_at_once_and_those_who_asked_before_are_told() -> None:
    before = request(State.FAILED, requesters=(AMINA,))
    here = here_with(before)
    here.service.accounts = Accounts((jobseeker(one_login_id=None),))
    await press(click(before, Verb.ASK_AGAIN, BEN), here.ports)
    assert here.book.again and here.book.again.state is State.NOTHING_TO_DO
    assert [(notice.kind, notice.state, notice.request_id, notice.people) for notice in here.book.notices] == [
        (NoticeKind.OUTCOME, State.NOTHING_TO_DO, here.book.again.id, (AMINA,))
    ]


# --- Close ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "note"), [({}, None), ({"note": " "}, None), ({"note": " Rang them "}, "Rang them")])
async def test_what_came_back_is_closed_with_or_without_words(typed: dict[str, str], note: str | None) -> None:
    before = request(State.REFERRED_BACK, requesters=(AMINA, BEN))
    here = here_with(before)
    await press(click(before, Verb.CLOSE, AMINA, inputs=typed), here.ports)
    assert here.book.request and (here.state, here.book.request.note) == (State.CLOSED, note)
    assert here.book.request.decided_by == AMINA
    assert [notice.people for notice in here.book.notices] == [(BEN,)]


async def test_closing_with_too_many_words_closes_nothing() -> None:
    before = request(State.REFERRED_BACK)
    here = here_with(before)
    assert (await press(click(before, Verb.CLOSE, inputs={"note": "a" * 501}), here.ports)).say is Say.TOO_LONG
    assert here.book.request == before


# --- developer_help ---------------------------------------------------------------------------------------------------


async def test_anything_else_for_a_developer_is_kept_as_it_was_written() -> None:
    here = memory()
    text = "Can a developer look at why the job alert emails went out twice today? Ticket 50977"
    await receive(Said("message 1", AMINA, THREAD, Message(text)), here.ports)
    opened = here.book.request
    assert opened is not None
    assert (opened.kind, opened.state, opened.evidence) == (Kind.DEVELOPER_HELP, State.TRIAGE, None)
    assert (opened.details.text, opened.details.ticket) == (text, "50977")


async def test_a_very_long_message_is_cut_to_what_a_card_can_hold() -> None:
    here = memory()
    text = "Can a developer look at why the job alerts went out twice? " + "More words. " * 400
    await receive(Said("message 1", AMINA, THREAD, Message(text)), here.ports)
    assert here.book.request and here.book.request.details.text
    assert LONGEST_TEXT - 20 < len(here.book.request.details.text) <= LONGEST_TEXT


async def test_asking_hands_it_to_developers_and_mentions_them() -> None:
    here = here_with(HELP)
    await press(click(HELP, Verb.ASK_DEVELOPER, AMINA, inputs={"text": " Rebuild it twice ", "ticket": ""}), here.ports)
    assert here.book.request
    assert (here.state, here.book.request.details.text) == (State.WITH_DEVELOPER, "Rebuild it twice")
    assert [notice.kind for notice in here.book.notices] == [NoticeKind.DEVELOPER_NEEDED]


@pytest.mark.parametrize(
    ("text", "say"), [("", Say.NO_TEXT), (" \n", Say.NO_TEXT), ("a" * (LONGEST_TEXT + 1), Say.TOO_LONG)]
)
async def test_without_words_or_with_too_many_nobody_is_asked(text: str, say: Say) -> None:
    here = here_with(HELP)
    assert (await press(click(HELP, Verb.ASK_DEVELOPER, AMINA, inputs={"text": text}), here.ports)).say is say
    assert here.book.request == HELP


async def test_its_words_may_be_changed_before_asking_and_nothing_is_looked_up() -> None:
    here = here_with(HELP)
    here.service.fails_at = "look_up"
    await press(click(HELP, Verb.CHANGE_DETAILS, AMINA, inputs={"text": "Something else"}), here.ports)
    assert here.book.request
    assert (here.state, here.book.request.details.text) == (State.TRIAGE, "Something else")


async def test_a_developer_does_it_and_says_what_was_done() -> None:
    before = replace(HELP, state=State.WITH_DEVELOPER)
    here = here_with(before)
    await press(click(before, Verb.MARK_DONE, inputs={"note": "Rebuilt"}), here.ports)
    assert here.book.request and (here.state, here.book.request.note) == (State.DONE, "Rebuilt")
    assert [(notice.kind, notice.people) for notice in here.book.notices] == [(NoticeKind.OUTCOME, (AMINA,))]


async def test_a_card_is_drawn_from_the_request_and_the_pause() -> None:
    here = here_with(ASKED)
    here.book.paused = Pause(BEN, NOW)
    assert await here.book.shown(ASKED.id) == Shown(ASKED, Pause(BEN, NOW))
