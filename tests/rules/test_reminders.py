"""Reminding developers: after one and four working hours, then all of them; never at night, never too often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.model import Approval, Look, Request
from handlers.notices import Audience, NoticeKind
from handlers.reminders import remind_next
from handlers.states import State
from handlers.timers import REMIND_AFTER, REMINDED, first_reminder
from handlers.working_time import in_working_hours
from tests.rules.given import AMINA, BEN, DANA, NOW, request
from tests.rules.memory import Memory, memory

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ASKED = request(State.AWAITING_APPROVAL, state_since=MONDAY)


async def reminded_at(when: datetime, before: Request = ASKED) -> Memory:
    here = memory(before)
    here.time = when
    assert await remind_next(here.ports)
    return here


def test_only_what_waits_for_a_developer_is_reminded_of() -> None:
    assert {State.AWAITING_APPROVAL, State.WITH_DEVELOPER} == REMINDED
    assert first_reminder(State.AWAITING_APPROVAL, MONDAY) == MONDAY + timedelta(hours=1)
    assert {first_reminder(state, MONDAY) for state in set(State) - REMINDED} == {None}


def test_the_three_reminders_come_after_one_hour_four_hours_and_a_working_day() -> None:
    assert [after(MONDAY) for after in REMIND_AFTER] == [
        MONDAY + timedelta(hours=1),
        MONDAY + timedelta(hours=4),
        MONDAY + timedelta(days=1),
    ]
    friday_evening = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert [after(friday_evening) for after in REMIND_AFTER] == [
        datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("hours", "sent", "audience", "next_after"),
    [
        (1, 0, Audience.DEVELOPERS, timedelta(hours=4)),
        (4, 1, Audience.DEVELOPERS, timedelta(days=1)),
        (24, 2, Audience.ALL_DEVELOPERS, None),
    ],
    ids=["first", "second", "last, to all"],
)
async def test_each_reminder_goes_to_whom_it_should_and_names_the_next(
    hours: int, sent: int, audience: Audience, next_after: timedelta | None
) -> None:
    here = await reminded_at(MONDAY + timedelta(hours=hours), replace(ASKED, reminders=sent))
    [notice] = here.book.notices
    assert (notice.kind, notice.audience, notice.request_id) == (NoticeKind.REMINDER, audience, ASKED.id)
    assert here.book.looks == ([MONDAY + next_after] if next_after else [])
    assert here.book.request and here.book.request.reminders == sent + 1
    [entry] = here.book.entries
    assert (entry.action, entry.actor) == ("reminded", "bot")


async def test_after_an_outage_one_reminder_stands_for_all_that_were_missed() -> None:
    here = await reminded_at(MONDAY + timedelta(hours=5))
    assert [notice.audience for notice in here.book.notices] == [Audience.DEVELOPERS]
    assert here.book.request and here.book.request.reminders == 2
    here = await reminded_at(MONDAY + timedelta(days=2))
    assert [notice.audience for notice in here.book.notices] == [Audience.ALL_DEVELOPERS]
    assert here.book.request and here.book.request.reminders == len(REMIND_AFTER)


async def test_a_request_reminded_of_once_is_never_reminded_of_as_if_for_the_first_time() -> None:
    """The clock went back: what was sent stays sent."""
    here = await reminded_at(MONDAY + timedelta(minutes=30), replace(ASKED, reminders=1))
    assert here.book.request and here.book.request.reminders == 2


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 11, 16, 18, 0, tzinfo=UTC), datetime(2026, 11, 17, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), datetime(2026, 12, 29, 8, 0, tzinfo=UTC)),
    ],
    ids=["evening", "Saturday", "Christmas"],
)
async def test_outside_working_hours_nobody_is_reminded_until_the_next_opening(at: datetime, until: datetime) -> None:
    here = await reminded_at(at)
    assert (here.book.notices, here.book.entries) == ([], [])
    assert here.book.looks == [until]


async def test_while_somebody_looks_the_others_are_left_in_peace_until_the_look_is_over() -> None:
    until = MONDAY + timedelta(hours=1, minutes=20)
    here = await reminded_at(MONDAY + timedelta(hours=1), replace(ASKED, look=Look(DANA, until)))
    assert here.book.notices == []
    assert here.book.looks == [until]
    here = await reminded_at(until, replace(ASKED, look=Look(DANA, until)))
    assert len(here.book.notices) == 1


async def test_a_look_into_the_evening_puts_the_reminder_off_to_the_morning() -> None:
    until = datetime(2026, 11, 16, 18, 10, tzinfo=UTC)
    here = await reminded_at(until - timedelta(minutes=20), replace(ASKED, look=Look(DANA, until)))
    assert here.book.looks == [datetime(2026, 11, 17, 8, 0, tzinfo=UTC)]


async def test_who_cannot_approve_is_not_reminded_to() -> None:
    """Those who asked, and whoever has approved already and waits for another."""
    yes = Approval(BEN, ASKED.version, str(ASKED.digest), MONDAY)
    here = await reminded_at(MONDAY + timedelta(hours=1), replace(ASKED, approvals=(yes,), approvals_needed=2))
    assert [notice.people for notice in here.book.notices] == [(AMINA, BEN)]


async def test_whoever_asked_may_do_by_hand_what_they_asked_for_and_is_reminded_too() -> None:
    by_hand = request(State.WITH_DEVELOPER, state_since=MONDAY)
    here = await reminded_at(MONDAY + timedelta(hours=1), by_hand)
    assert [(notice.people, notice.state) for notice in here.book.notices] == [((), State.WITH_DEVELOPER)]


async def test_when_it_moved_on_meanwhile_nobody_is_reminded() -> None:
    here = memory(ASKED)
    here.time, here.book.overtaken = MONDAY + timedelta(hours=1), True
    assert await remind_next(here.ports)
    assert here.book.notices == []


async def test_when_nothing_waits_there_is_nobody_to_remind() -> None:
    assert not await remind_next(memory().ports)


@given(since=st.integers(-300_000, 300_000), state=st.sampled_from(sorted(REMINDED)))
def test_every_reminder_is_in_working_hours_and_later_than_the_one_before(since: int, state: State) -> None:
    began = NOW + timedelta(minutes=since)
    times = [after(began) for after in REMIND_AFTER]
    assert all(in_working_hours(at) for at in times)
    assert began < times[0] < times[1] <= times[2]
    assert first_reminder(state, began) == times[0]
