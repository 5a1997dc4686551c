"""Two workers, a slow Teams and a lease that runs out: in the end the thread shows what is stored, once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from adapters.bot_database.work import Work
from handlers.notices import Audience, outcome
from practice import faults
from practice.outside import DANA, ELIF
from tests.outside.office import Office

LEASE_OVER = timedelta(seconds=31)


async def test_when_nothing_is_due_nothing_is_sent(office: Office) -> None:
    assert not await office.sending.next_card()
    assert not await office.sending.next_notice()


async def test_a_post_slower_than_its_lease_leaves_one_live_card(office: Office) -> None:
    await office.opened()
    gate = asyncio.Event()
    office.outside.faults.queue("connector", faults.hold(gate), method="POST")
    slow = asyncio.create_task(office.sending.next_card())
    await office.outside.faults.until(lambda seen: seen.of("connector"))
    office.here.clock.ahead += LEASE_OVER
    await office.sending.next_card()
    gate.set()
    await slow
    assert len(office.outside.channel.cards) == 2
    await office.drain()
    assert len(office.live) == 1


async def test_an_edit_slower_than_its_lease_never_has_the_last_word(office: Office) -> None:
    edited, gate = await office.about_to_be_drawn()
    slow = asyncio.create_task(office.sending.next_card())
    await office.outside.faults.until(lambda seen: seen.of("connector", "PUT"))
    office.here.clock.ahead += LEASE_OVER
    await office.cancelled(edited)
    await office.sending.next_card()
    gate.set()
    await slow
    await office.drain()
    [card] = office.outside.channel.cards
    assert "Cancelled" in str(card.card)


async def test_a_notice_slower_than_its_lease_is_sent_once(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    gate = asyncio.Event()
    office.outside.faults.queue("graph", faults.hold(gate))
    slow = asyncio.create_task(office.sending.next_notice())
    await office.outside.faults.until(lambda seen: seen.of("graph"))
    office.here.clock.ahead += LEASE_OVER
    assert await office.sending.next_notice()
    gate.set()
    assert await slow
    await office.drain(2)
    [notice] = office.outside.channel.from_bot
    assert set(notice.mentioned) == {DANA.teams_id, ELIF.teams_id}
    assert await office.outcomes() == ["sent"]


async def test_a_notice_waits_for_the_directory_that_says_whom_to_mention(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    office.outside.faults.queue("graph", faults.status(503), times=3)
    await office.drain(5)
    [notice] = office.outside.channel.from_bot
    assert set(notice.mentioned) == {DANA.teams_id, ELIF.teams_id}


@pytest.mark.parametrize("audience", [Audience.REQUESTERS, Audience.NOBODY])
async def test_a_notice_to_others_asks_no_directory(office: Office, audience: Audience) -> None:
    await office.told(audience)
    await office.drain(1)
    assert office.outside.faults.of("graph") == []
    assert len(office.outside.channel.from_bot) == 1


@pytest.mark.parametrize(
    ("fault", "outcome", "posted"),
    [
        (faults.status(429, retry_after=5), "sent", 1),
        (faults.status(503), "sent", 1),
        (faults.status(403, error="MessageWritesBlocked"), "refused", 0),
        (faults.status(400), "refused", 0),
        (faults.lost_reply(), "lost", 1),
        (faults.status(502), "lost", 0),
    ],
    ids=["429", "503", "403", "400", "lost reply", "502"],
)
async def test_a_notice_is_sent_once_or_never(office: Office, fault: faults.Fault, outcome: str, posted: int) -> None:
    await office.told(Audience.REQUESTERS)
    office.outside.faults.queue("connector", fault)
    await office.drain(5)
    assert await office.outcomes() == [outcome]
    assert len(office.outside.channel.from_bot) == posted


async def test_teams_is_asked_again_when_it_said_and_not_before(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(429, retry_after=120))
    await office.sending.next_card()
    office.here.clock.ahead += timedelta(seconds=118)
    assert not await office.sending.next_card()
    assert len(office.outside.faults.of("connector")) == 1
    office.here.clock.ahead += timedelta(seconds=3)
    await office.sending.next_card()
    assert len(office.live) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_a_card_that_is_gone_is_posted_afresh(office: Office, status: int) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    office.outside.faults.queue("connector", faults.status(status), method="PUT")
    await office.drain(5)
    assert "Cancelled" in str(office.outside.channel.cards[-1].card)


async def test_what_teams_refuses_for_good_is_sent_again_only_when_it_changes(office: Office) -> None:
    request = await office.opened()
    office.outside.faults.queue("connector", faults.status(400, error="BadSyntax"))
    await office.drain(60)
    assert len(office.outside.faults.of("connector")) == 1
    assert (await office.channel.standing()).refused == 1
    await office.cancelled(request)
    await office.drain(1)
    assert "Cancelled" in str(office.live[0].card)
    assert (await office.channel.standing()).refused == 0


async def test_what_teams_refuses_today_a_newer_version_may_draw_better_tomorrow(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(413, error="MessageSizeTooBig"))
    await office.sending.next_card()
    office.here.clock.ahead += timedelta(hours=23)
    assert not await office.sending.next_card()
    assert len(office.outside.faults.of("connector")) == 1
    office.here.clock.ahead += timedelta(hours=2)
    await office.sending.next_card()
    assert len(office.live) == 1


async def test_an_orphan_that_is_gone_too_is_let_be(office: Office) -> None:
    request = await office.opened()
    await office.drain(1)
    for _ in range(2):
        await Work(office.here.book._engine).saw_card(request.id, "an orphan that nobody can edit", office.here.clock())
    await office.drain(2)
    calls = len(office.outside.faults.of("connector"))
    await office.drain(5)
    assert len(office.outside.faults.of("connector")) == calls
    assert len(office.live) == 1


async def test_what_can_never_be_drawn_takes_no_room_from_what_can(office: Office) -> None:
    strange = [await office.opened() for _ in range(4)]
    for request in strange:
        async with office.here.book.turn() as turn:
            await turn.notify(outcome(request), office.here.clock())
    await office.written_by_another_version(*strange)
    for _ in range(100):
        for step in (office.sending.next_card, office.sending.next_notice):
            with suppress(ValueError):
                await step()
        office.here.clock.ahead += timedelta(seconds=1)
    assert office.live == []
    asked = office.here.clock()
    await office.opened()
    await office.told(Audience.REQUESTERS)
    for step in (office.sending.next_card, office.sending.next_notice):
        for _ in range(10):
            with suppress(ValueError):
                await step()
    assert (len(office.live), "sent" in await office.outcomes()) == (1, True)
    assert office.here.clock() - asked < timedelta(seconds=10)
