"""A click: believed in nothing but its ids, taken once, and always on the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from handlers.answers import Answer, Say
from handlers.decide import press
from handlers.model import Approval, Person, Request
from handlers.roles import Refusal, Standing, Verb
from handlers.states import State
from handlers.unlink import Accounts
from tests.rules.given import AMINA, BEN, DANA, GROUPS, NOW, click, jobseeker, request, standing
from tests.rules.memory import Memory, memory

ASKED = request(State.AWAITING_APPROVAL)


def here_with(shown: Request | None = ASKED) -> Memory:
    here = memory(shown)
    here.directory.everybody = standing(GROUPS.developer, GROUPS.production_access)
    return here


async def test_an_approval_is_to_exactly_what_was_shown() -> None:
    here = here_with()
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(card=ASKED.id)
    assert here.state is State.APPROVED
    assert ASKED.digest
    assert here.book.request and here.book.request.approvals == (Approval(DANA, ASKED.version, ASKED.digest, NOW),)
    [entry] = here.book.entries
    assert (entry.action, entry.actor, entry.digest) == ("approve", DANA.object_id, ASKED.digest)


@pytest.mark.parametrize(
    ("changed", "say"),
    [
        ({"request_id": None}, Say.NO_SUCH_REQUEST),
        ({"request_id": UUID(int=2)}, Say.NO_SUCH_REQUEST),
        ({"conversation_id": "19:channel@thread.tacv2;messageid=2"}, Say.NOT_THIS_THREAD),
        ({"shown_on": UUID(int=2)}, Say.NOT_THIS_THREAD),
        ({"by_hand": False}, Say.NOT_A_CLICK),
        ({"verb": ""}, Say.NO_SUCH_BUTTON),
        ({"verb": "approve_all"}, Say.NO_SUCH_BUTTON),
        ({"verb": "APPROVE"}, Say.NO_SUCH_BUTTON),
        ({"version": 2}, Say.STALE),
        ({"version": 4}, Say.STALE),
        ({"version": None}, Say.STALE),
        ({"digest": "0" * 64}, Say.STALE),
        ({"digest": None}, Say.STALE),
        ({"verb": Verb.MARK_DONE}, Say.STALE),
    ],
)
async def test_a_payload_that_is_not_the_cards_own_does_nothing(changed: dict[str, object], say: Say) -> None:
    here = here_with()
    answer = await press(replace(click(ASKED, Verb.APPROVE), **changed), here.ports)  # type: ignore[arg-type]
    assert answer.say is say
    assert (answer.card is not None) == (say is Say.STALE)
    assert here.book.request == ASKED
    [entry] = here.book.entries
    assert entry.action.startswith("refused:")
    assert entry.code == say
    assert "approve_all" not in entry.action


async def test_on_a_card_that_we_do_not_know_yet_the_ids_alone_count() -> None:
    here = here_with()
    await press(click(ASKED, Verb.APPROVE, shown_on=None), here.ports)
    assert here.state is State.APPROVED


@pytest.mark.parametrize(("late", "state"), [(0, State.AWAITING_APPROVAL), (-1, State.APPROVED)])
async def test_when_its_time_is_over_nothing_is_approved_though_nobody_ended_it_yet(late: int, state: State) -> None:
    over = replace(ASKED, due_at=NOW - timedelta(seconds=late))
    here = here_with(over)
    answer = await press(click(over, Verb.APPROVE), here.ports)
    assert here.state is state
    assert (answer.say is Say.STALE) == (state is State.AWAITING_APPROVAL)


async def test_while_the_directory_does_not_answer_nobody_has_rights() -> None:
    here = here_with()
    here.directory.down = True
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(Say.CANNOT_CHECK_YOU)
    assert here.state is State.AWAITING_APPROVAL


async def test_a_click_delivered_again_gets_the_stored_answer_and_is_not_looked_at() -> None:
    here = here_with()
    first = await press(click(ASKED, Verb.APPROVE), here.ports)
    here.directory.down = True
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == first
    assert len(here.book.entries) == 1


async def test_a_refused_click_delivered_again_is_refused_alike_and_recorded_once() -> None:
    here = here_with()
    here.directory.everybody = standing(GROUPS.developer)
    for _ in range(2):
        assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(Refusal.NOT_ACTIVE)
    assert len(here.book.entries) == 1


@pytest.mark.parametrize("rights", [standing(GROUPS.developer, GROUPS.production_access), standing()])
async def test_of_two_deliveries_at_the_same_moment_one_acts_and_both_get_its_answer(rights: Standing) -> None:
    here = here_with()
    here.directory.everybody = rights
    here.book.in_flight = {"click 1": Answer(Say.LOOKED_AGAIN, ASKED.id).stored()}
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(Say.LOOKED_AGAIN, ASKED.id)
    assert here.state is State.AWAITING_APPROVAL
    assert here.book.entries == []


async def test_when_the_other_delivery_kept_no_answer_the_card_itself_is_one() -> None:
    here = here_with()
    here.book.replies["click 1"] = None
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(card=ASKED.id)


async def test_a_click_that_somebody_overtook_leaves_nothing_behind_but_its_record() -> None:
    here = here_with()
    here.book.overtaken = True
    assert await press(click(ASKED, Verb.APPROVE), here.ports) == Answer(Say.STALE, ASKED.id)
    assert here.book.request == ASKED
    assert [entry.action for entry in here.book.entries] == ["refused:approve"]


async def test_what_is_missing_is_refused_on_the_record() -> None:
    here = here_with()
    assert await press(click(ASKED, Verb.REJECT, inputs={}), here.ports) == Answer(Say.REASON_REQUIRED)
    assert [(entry.action, entry.code) for entry in here.book.entries] == [("refused:reject", "reason_required")]


async def test_an_approval_without_evidence_approves_nothing() -> None:
    """No card shows the button then; a hand-made click may send it."""
    bare = request(State.AWAITING_APPROVAL, evidence=None)
    here = here_with(bare)
    await press(click(bare, Verb.APPROVE), here.ports)
    assert here.book.request and here.book.request.approvals == ()


async def test_whoever_asks_joins_the_requesters_and_whoever_approves_does_not() -> None:
    triage = request()
    here = here_with(triage)
    await press(click(triage, Verb.ASK_DEVELOPER), here.ports)
    assert here.book.request and here.book.request.requesters == (AMINA, DANA)
    here = here_with()
    await press(click(ASKED, Verb.APPROVE), here.ports)
    assert here.book.request and here.book.request.requesters == (AMINA,)


TRIAGE = request(requesters=(AMINA, BEN))


@pytest.mark.parametrize(
    ("shown", "verb", "person", "told"),
    [
        (TRIAGE, Verb.CANCEL, AMINA, (BEN,)),
        (TRIAGE, Verb.CANCEL, DANA, (AMINA, BEN)),
        (request(), Verb.CANCEL, AMINA, None),
        (TRIAGE, Verb.RESOLVED_BY_BA, BEN, (AMINA,)),
        (TRIAGE, Verb.REFER_BACK, DANA, (AMINA, BEN)),
        (TRIAGE, Verb.CHANGE_DETAILS, DANA, None),
        (ASKED, Verb.CHANGE_DETAILS, DANA, None),
    ],
)
async def test_an_outcome_is_told_to_those_who_asked_and_not_to_whoever_pressed(
    shown: Request, verb: Verb, person: Person, told: tuple[Person, ...] | None
) -> None:
    here = here_with(shown)
    await press(click(shown, verb, person), here.ports)
    assert [notice.people for notice in here.book.notices] == ([] if told is None else [told])


async def test_details_that_show_that_nothing_is_to_be_done_are_an_outcome_too() -> None:
    here = here_with(request())
    here.service.accounts = Accounts((jobseeker(one_login_id=None),))
    await press(click(request(), Verb.CHANGE_DETAILS, DANA), here.ports)
    assert here.state is State.NOTHING_TO_DO
    assert [(notice.state, notice.people) for notice in here.book.notices] == [(State.NOTHING_TO_DO, (AMINA,))]


@pytest.mark.parametrize(("slept", "state"), [(30, State.APPROVED), (31, State.AWAITING_APPROVAL)])
async def test_an_approval_is_written_while_the_directorys_answer_is_fresh_or_not_at_all(
    slept: int, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = here_with()

    async def answers_and_sleeps(_: str) -> Standing:
        here.time += timedelta(seconds=slept)
        return here.directory.everybody

    monkeypatch.setattr(here.directory, "standing", answers_and_sleeps)
    answer = await press(click(ASKED, Verb.APPROVE), here.ports)
    assert here.state is state
    assert (answer.say is Say.STALE) == (state is State.AWAITING_APPROVAL)
