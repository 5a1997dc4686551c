"""When a developer's yes is enough: how many are needed, whose still counts, and what is asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers import approvals
from handlers.answers import Answer, Say, View
from handlers.approvals import CONFIRM_WITHIN
from handlers.decide import press
from handlers.model import Approval, Confirmation, Details, Pause, Person, Request
from handlers.notices import NoticeKind
from handlers.ports import Policy
from handlers.roles import Refusal, Verb
from handlers.states import State
from handlers.terms import Because, Kind
from handlers.working_time import start_of_day
from tests.rules.given import AMINA, BEN, CHECKED, DANA, ELIF, EMAIL, GROUPS, NOW, click, request, standing
from tests.rules.memory import Memory, memory

ASKED = request(State.AWAITING_APPROVAL, asked_version=3)
TWO_WANTED = replace(ASKED, approvals_needed=2, needs_because=Because.DAILY_LIMIT)
UNLINK = Kind.UNLINK_ONE_LOGIN
LIMITED = Policy(per_day={UNLINK: 3})


def here_with(shown: Request, **fields: Any) -> Memory:
    here = replace(memory(shown), **fields)
    here.directory.everybody = standing(GROUPS.developer, GROUPS.production_access)
    return here


async def approve(here: Memory, person: Person = DANA, verb: Verb = Verb.APPROVE) -> Answer:
    """Press on the card as it stands now."""
    shown = here.book.request
    assert shown is not None
    return await press(click(shown, verb, person, activity_id=f"{verb} {person.name} {shown.version}"), here.ports)


def at(here: Memory) -> State:
    return here.state


def said_yes(person: Person, **fields: Any) -> Approval:
    usual: dict[str, Any] = {"version": ASKED.version, "digest": ASKED.digest, "at": NOW}
    return Approval(person, **(usual | fields))


# --- how many ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("used", "number"), [(0, 1), (2, 1), (3, 2), (9, 2)])
async def test_past_the_days_limit_two_have_to_approve_and_the_card_will_say_why(used: int, number: int) -> None:
    here = here_with(request(details=Details(EMAIL)), policy=LIMITED)
    here.book.approved_today = used
    assert here.book.request
    await press(click(here.book.request, Verb.ASK_DEVELOPER, AMINA, inputs=CHECKED), here.ports)
    asked = await here.book.find(ASKED.id)
    assert asked is not None
    assert (asked.state, asked.approvals_needed) == (State.AWAITING_APPROVAL, number)
    assert asked.needs_because is (Because.DAILY_LIMIT if number > 1 else None)
    assert here.book.asked_for == [start_of_day(NOW)]


async def test_a_limit_of_none_a_day_asks_two_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    here = here_with(ASKED, policy=Policy(per_day={UNLINK: 0}))
    assert (await approve(here)).say is Say.LIMIT_REACHED
    assert (await approve(here, ELIF)).say is None
    assert at(here) is State.APPROVED


@pytest.mark.parametrize(("setting", "needed"), [(1, (1, None)), (2, (2, Because.ALWAYS))])
async def test_what_cannot_be_undone_may_always_need_two(
    setting: int, needed: tuple[int, Because | None], twice: None
) -> None:
    here = here_with(ASKED, policy=Policy(approvals_to_delete=setting))
    assert await approvals.needed(UNLINK, here.ports) == needed


async def test_the_setting_for_deletions_concerns_nothing_else() -> None:
    here = here_with(ASKED, policy=Policy(approvals_to_delete=2))
    assert await approvals.needed(UNLINK, here.ports) == (1, None)


async def test_a_limit_that_was_reached_between_asking_and_approving_makes_this_the_first_of_two() -> None:
    here = here_with(ASKED, policy=LIMITED)
    here.book.approved_today = 3
    assert await approve(here) == Answer(Say.LIMIT_REACHED, ASKED.id)
    now = here.book.request
    assert now is not None
    assert (now.state, now.approvals_needed, now.needs_because) == (State.AWAITING_APPROVAL, 2, Because.DAILY_LIMIT)
    assert [each.person for each in now.standing_approvals] == [DANA]
    assert [(notice.kind, notice.people) for notice in here.book.notices] == [(NoticeKind.SECOND_NEEDED, (AMINA, DANA))]
    assert (await approve(here, ELIF)).say is None
    assert at(here) is State.APPROVED


async def test_with_a_place_left_one_is_enough_and_with_two_asked_for_nobody_counts_again() -> None:
    here = here_with(ASKED, policy=LIMITED)
    here.book.approved_today = 2
    await approve(here)
    assert at(here) is State.APPROVED
    here = here_with(replace(TWO_WANTED, approvals=(said_yes(ELIF),), version=4), policy=LIMITED)
    here.book.approved_today = 50
    await approve(here)
    assert at(here) is State.APPROVED


# --- two --------------------------------------------------------------------------------------------------------------


async def test_the_first_of_two_counts_and_asks_for_another_and_the_second_decides() -> None:
    here = here_with(TWO_WANTED)
    assert await approve(here, DANA) == Answer(Say.ONE_MORE_NEEDED, ASKED.id)
    assert at(here) is State.AWAITING_APPROVAL
    assert [(notice.kind, notice.people) for notice in here.book.notices] == [(NoticeKind.SECOND_NEEDED, (AMINA, DANA))]
    assert await approve(here, ELIF) == Answer(card=ASKED.id)
    assert at(here) is State.APPROVED
    assert here.book.request
    assert [each.person for each in here.book.request.approvals] == [DANA, ELIF]
    assert here.book.request.decided_by == ELIF
    assert [(entry.action, entry.code) for entry in here.book.entries] == [
        ("approve", "one_more_needed"),
        ("approve", None),
    ]


async def test_one_person_is_one_approval_however_often_they_press() -> None:
    here = here_with(TWO_WANTED)
    await approve(here, DANA)
    assert (await approve(here, DANA)).say is Say.ALREADY_APPROVED
    assert at(here) is State.AWAITING_APPROVAL


@pytest.mark.parametrize(
    "standing_now",
    [
        standing(GROUPS.developer),
        standing(GROUPS.production_access),
        standing(GROUPS.developer, GROUPS.production_access, enabled=False),
        standing(GROUPS.developer, GROUPS.production_access, member=False),
        standing(),
    ],
    ids=["access over", "no developer any more", "account closed", "a guest now", "gone"],
)
async def test_both_are_checked_at_the_last_click_and_who_may_no_longer_does_not_count(standing_now: Any) -> None:
    here = here_with(TWO_WANTED)
    await approve(here, DANA)
    here.directory.but = {DANA.object_id: standing_now}
    assert await approve(here, ELIF) == Answer(Say.EARLIER_NO_LONGER_COUNTS, ASKED.id)
    assert at(here) is State.AWAITING_APPROVAL
    assert here.book.request
    assert [each.person for each in here.book.request.standing_approvals] == [ELIF]
    here.directory.but = {}
    assert (await approve(here, DANA)).say is None
    assert at(here) is State.APPROVED


async def test_whoever_approved_first_and_asked_since_does_not_count() -> None:
    here = here_with(TWO_WANTED)
    await approve(here, DANA)
    assert here.book.request
    here.book.request = replace(here.book.request, requesters=(AMINA, DANA))
    assert (await approve(here, ELIF)).say is Say.EARLIER_NO_LONGER_COUNTS
    assert (await approve(here, DANA)).say is Refusal.OWN_REQUEST


async def test_while_the_first_cannot_be_checked_the_second_decides_nothing() -> None:
    here = here_with(TWO_WANTED)
    await approve(here, DANA)
    before = here.book.request
    here.directory.down_for = {DANA.object_id}
    assert await approve(here, ELIF) == Answer(Say.CANNOT_CHECK_OTHERS)
    assert here.book.request == before
    assert here.book.entries[-1].code == Say.CANNOT_CHECK_OTHERS


@pytest.mark.parametrize(
    "old",
    [{"version": 2}, {"digest": "0" * 64}],
    ids=["given before it was asked for again", "to other evidence"],
)
async def test_an_approval_of_something_else_does_not_count(old: dict[str, Any]) -> None:
    earlier = said_yes(DANA, **old)
    before = replace(TWO_WANTED, approvals=(earlier,))
    assert before.standing_approvals == ()
    here = here_with(before)
    assert (await approve(here, ELIF)).say is Say.ONE_MORE_NEEDED
    assert (await approve(here, DANA)).say is None


def test_of_two_yes_by_one_person_one_stands() -> None:
    twice = replace(ASKED, approvals=(said_yes(DANA), said_yes(DANA, version=4), said_yes(BEN)))
    assert {each.person for each in twice.standing_approvals} == {DANA, BEN}
    assert len(twice.standing_approvals) == 2


# --- what is asked twice ----------------------------------------------------------------------------------------------


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As deletions will be: Approve leads to Confirm deletion."""
    monkeypatch.setattr(approvals, "ASKED_TWICE", frozenset(Kind))


async def test_what_cannot_be_undone_is_asked_twice_in_the_approvers_own_view(twice: None) -> None:
    here = here_with(ASKED)
    assert await approve(here) == Answer(Say.CONFIRM_NOW, ASKED.id, View.CONFIRM)
    assert at(here) is State.AWAITING_APPROVAL
    assert here.book.confirmations == {
        DANA.object_id: Confirmation(DANA.object_id, 3, str(ASKED.digest), NOW + CONFIRM_WITHIN)
    }
    assert await approve(here, verb=Verb.CONFIRM_DELETION) == Answer(card=ASKED.id)
    assert at(here) is State.APPROVED
    assert [entry.action for entry in here.book.entries] == ["asked_to_confirm", "confirm_deletion"]


@pytest.mark.parametrize(
    ("first", "say"),
    [
        (None, Say.APPROVE_FIRST),
        ({"object_id": ELIF.object_id}, Say.APPROVE_FIRST),
        ({"until": NOW}, Say.CONFIRMED_TOO_LATE),
        ({"version": 2}, Say.CONFIRMED_TOO_LATE),
        ({"digest": "0" * 64}, Say.CONFIRMED_TOO_LATE),
    ],
    ids=["no Approve", "somebody else's", "late", "another version", "other evidence"],
)
async def test_only_ones_own_fresh_approve_of_this_very_card_is_confirmed(
    twice: None, first: dict[str, Any] | None, say: Say
) -> None:
    here = here_with(ASKED)
    if first is not None:
        usual = Confirmation(DANA.object_id, ASKED.version, str(ASKED.digest), NOW + timedelta(seconds=1))
        given = replace(usual, **first)
        here.book.confirmations[given.object_id] = given
    assert (await approve(here, verb=Verb.CONFIRM_DELETION)).say is say
    assert here.book.request == ASKED


async def test_whoever_approved_already_is_not_asked_to_confirm_again(twice: None) -> None:
    here = here_with(replace(TWO_WANTED, approvals=(said_yes(DANA),)))
    for verb in (Verb.APPROVE, Verb.CONFIRM_DELETION):
        assert (await approve(here, verb=verb)).say is Say.ALREADY_APPROVED


async def test_without_anything_to_confirm_there_is_no_first_step(twice: None) -> None:
    bare = replace(ASKED, evidence=None)
    here = here_with(bare)
    assert (await approve(here)).say is Say.STALE
    assert here.book.confirmations == {}


async def test_what_can_be_undone_is_not_confirmed() -> None:
    here = here_with(ASKED)
    here.book.confirmations[DANA.object_id] = Confirmation(DANA.object_id, 3, str(ASKED.digest), NOW + CONFIRM_WITHIN)
    assert (await approve(here, verb=Verb.CONFIRM_DELETION)).say is Say.APPROVE_FIRST


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.CONFIRM_DELETION])
async def test_while_paused_nothing_is_approved_and_whoever_may_not_hears_that_first(verb: Verb) -> None:
    here = here_with(ASKED)
    here.book.paused = Pause(AMINA, NOW)
    assert (await approve(here, verb=verb)).say is Say.PAUSED
    assert (await approve(here, AMINA, verb=verb)).say is Refusal.OWN_REQUEST
    assert here.book.request == ASKED
