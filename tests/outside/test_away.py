"""Teams sends us away: for a moment (429), until the bot is in the team again (403), or from one message for good."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.bot_database.channel import LIMITS, LONGEST_PARK, Share
from adapters.identity import Identity
from bot.words import channel as words
from handlers.errors import TeamsThrottled
from handlers.notices import Audience
from practice import faults
from practice.faults import Call, Faults
from practice.outside import Outside
from tests.outside.office import Office, working_office

CLEARLY = timedelta(minutes=2)


def sends(office: Office) -> list[Call]:
    return [call for call in office.outside.faults.of("connector") if call.method in ("POST", "PUT")]


async def all_that_can(office: Office) -> None:
    """Send until nothing is due or may be sent."""
    while await office.sending.next_card() or await office.sending.next_notice():
        pass


async def test_429_lets_the_whole_channel_rest_and_not_one_card_only(office: Office) -> None:
    for _ in range(3):
        await office.opened()
        await office.told(Audience.REQUESTERS)
    office.outside.faults.queue("connector", faults.status(429, retry_after=120))
    await all_that_can(office)
    assert len(sends(office)) == 1
    office.here.clock.ahead += timedelta(seconds=118)
    await all_that_can(office)
    assert len(sends(office)) == 1
    office.here.clock.ahead += timedelta(seconds=3)
    await all_that_can(office)
    assert len(office.live) == 3
    assert await office.outcomes() == ["sent"] * 3


@pytest.mark.parametrize("retry_after", [None, "rubbish", 0, "Wed, 21 Oct 2015 07:28:00 GMT", -1])
async def test_429_that_names_no_time_is_answered_with_pauses_that_grow(
    office: Office, retry_after: str | int | None
) -> None:
    await office.opened()
    await office.told(Audience.REQUESTERS)
    office.outside.faults.always("connector", faults.status(429, retry_after=retry_after))
    ends = []
    with capture_logs() as log:
        for _ in range(9):
            while not await office.sending.next_card() and not await office.sending.next_notice():
                office.here.clock.ahead += timedelta(milliseconds=200)
            ends.append(await office.quiet_until())
            office.here.clock.ahead = max(office.here.clock.ahead, ends[-1] - datetime.now(UTC))
    assert ends == sorted(set(ends)), "nothing kept it from asking again at once"
    rests = [each["seconds"] for each in log if each["event"] == "throttled"]
    assert len(rests) == len(sends(office)) == 9
    assert sum(rests[1:5]) >= 3
    assert all(29 <= rest <= 60 for rest in rests[7:])


async def test_once_teams_takes_something_the_next_pause_is_short_again(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(429), times=8)
    await office.drain(10)
    assert len(office.live) == 1
    await office.told(Audience.REQUESTERS)
    office.outside.faults.queue("connector", faults.status(429))
    await all_that_can(office)
    office.here.clock.ahead += timedelta(seconds=1)
    await all_that_can(office)
    assert await office.outcomes() == ["sent"]


async def test_503_is_about_one_message_and_lets_others_go(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(503, retry_after=120))
    await all_that_can(office)
    await office.opened()
    await all_that_can(office)
    assert len(office.live) == 1


async def test_a_429_for_the_roster_is_waited_for_and_the_channel_goes_on(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    office.outside.faults.queue("connector", faults.status(429, retry_after=60), method="GET")
    await all_that_can(office)
    await office.opened()
    await all_that_can(office)
    assert len(office.live) == 1
    assert await office.outcomes() == [None]
    office.here.clock.ahead += timedelta(seconds=61)
    await all_that_can(office)
    assert await office.outcomes() == ["sent"]


async def test_a_flood_of_notices_leaves_room_for_a_card_and_reminders_go_last(office: Office) -> None:
    for _ in range(12):
        await office.told(Audience.REQUESTERS)
    while await office.sending.next_notice():
        if len(sends(office)) == LIMITS[Share.NOTICES][0].most:
            break
    await office.opened()
    before = office.here.clock.ahead
    await office.sending.next_card()
    assert office.here.clock.ahead == before, "the card waited for notices"
    assert len(office.live) == 1


AWAY = ["BotNotInConversationRoster", "BotDisabledByAdmin", "InvalidBotApiHost"]


@pytest.mark.parametrize("code", AWAY)
async def test_while_the_bot_is_out_of_the_team_all_waits_and_nothing_is_lost(office: Office, code: str) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    await office.opened()
    await office.told(Audience.REQUESTERS)
    await office.told(Audience.DEVELOPERS)
    office.outside.faults.always("connector", faults.status(403, error=code))
    calls = len(sends(office))
    for _ in range(24 * 4):
        await all_that_can(office)
        office.here.clock.ahead += timedelta(minutes=15)
    assert 0 < len(sends(office)) - calls < 40, "asked too often"
    assert len(office.outside.channel.from_bot) == 1, "a card that was only shut away was posted afresh"
    standing = await office.channel.standing()
    assert (standing.parked_why, standing.refused) == (code, 0)
    assert code in words.standing(standing)
    office.outside.faults.clear()
    assert await office.channel.heard(office.outside.service_url)
    await all_that_can(office)
    assert "Cancelled" in str(office.outside.channel.cards[0].card)
    assert len(office.live) == 2
    assert await office.outcomes() == ["sent", "sent"]
    assert words.standing(await office.channel.standing()) == words.OK


async def test_a_bot_that_nobody_tells_of_its_return_finds_out_within_the_hour(office: Office) -> None:
    await office.opened()
    office.outside.channel.bot_removed = True
    for _ in range(24):
        await all_that_can(office)
        office.here.clock.ahead += timedelta(minutes=15)
    assert (await office.channel.standing()).parked_since is not None
    office.outside.channel.bot_removed = False
    office.here.clock.ahead += LONGEST_PARK
    await all_that_can(office)
    assert len(office.live) == 1
    assert (await office.channel.standing()).parked_since is None


async def test_hearing_of_the_team_during_a_rest_does_not_end_the_rest(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(429, retry_after=60))
    await all_that_can(office)
    assert not await office.channel.heard(office.outside.service_url)
    await office.opened()
    await all_that_can(office)
    assert len(sends(office)) == 1


async def test_what_waits_goes_to_the_newest_address_of_the_service(office: Office) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    await office.opened()
    await office.told(Audience.REQUESTERS)
    async with office.here.book._engine.begin() as connection:
        for table in ("requests", "notices"):
            await connection.exec_driver_sql(f"UPDATE {table} SET service_url = 'http://127.0.0.1:1/'")
    await all_that_can(office)
    assert len(office.live) == 1
    await office.channel.heard(office.outside.service_url)
    office.here.clock.ahead += CLEARLY
    await all_that_can(office)
    assert len(office.live) == 2
    assert "Cancelled" in str(office.outside.channel.cards[0].card)
    assert await office.outcomes() == ["sent"]


async def test_a_card_that_cannot_be_edited_is_posted_afresh_once_and_the_old_one_is_known_as_retired(
    office: Office,
) -> None:
    request = await office.opened()
    await office.drain(1)
    [old] = office.live
    office.outside.channel.delete(old)
    await office.cancelled(request)
    await office.drain(60)
    [fresh] = office.live
    assert fresh.id != old.id
    assert len(sends(office)) == 3
    async with office.here.book._engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT activity_id, retired, confirmed >= wanted FROM cards")
        assert {tuple(row) for row in rows} == {(old.id, True, True), (fresh.id, False, True)}


@pytest.mark.parametrize("fault", [faults.empty(), faults.html()], ids=["nothing", "a web page"])
async def test_a_yes_to_an_edit_that_is_not_from_teams_is_not_believed(office: Office, fault: faults.Fault) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    office.outside.faults.queue("connector", fault, method="PUT")
    await office.drain(2)
    assert "Cancelled" in str(office.live[0].card)


async def test_a_teams_that_never_names_what_it_edited_is_not_edited_without_end(office: Office) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    office.outside.faults.always("connector", faults.empty(), method="PUT")
    await office.drain(120)
    assert len(office.outside.faults.of("connector", "PUT")) == 4


async def test_an_edit_that_lands_late_after_its_reply_was_given_up_does_not_keep_the_last_word(
    outside: Outside, identity: Identity, databases: tuple[str, str]
) -> None:
    async with (
        httpx.AsyncClient(timeout=0.4) as hasty,
        working_office(outside, hasty, identity, *databases) as office,
    ):
        edited, gate = await office.about_to_be_drawn()
        await office.sending.next_card()
        await office.cancelled(edited)
        await all_that_can(office)
        assert "Cancelled" in str(office.live[0].card)
        gate.set()
        await outside.faults.until(all_handled)
        await drawn_over(office)


async def drawn_over(office: Office) -> None:
    assert "Cancelled" not in str(office.live[0].card), "the late edit did not land last: nothing is shown here"
    await office.drain(2)
    assert "Cancelled" in str(office.live[0].card)


def all_handled(seen: Faults) -> bool:
    return all(call.handled for call in seen.of("connector", "PUT"))


async def test_a_lost_edit_of_a_worker_whose_lease_ran_out_is_drawn_over(
    outside: Outside, identity: Identity, databases: tuple[str, str]
) -> None:
    async with (
        httpx.AsyncClient(timeout=1.5) as hasty,
        working_office(outside, hasty, identity, *databases) as office,
    ):
        edited, gate = await office.about_to_be_drawn()
        slow = asyncio.create_task(office.sending.next_card())
        await outside.faults.until(lambda seen: seen.of("connector", "PUT"))
        office.here.clock.ahead += timedelta(seconds=31)
        await office.cancelled(edited)
        await office.sending.next_card()
        await slow
        gate.set()
        await outside.faults.until(all_handled)
        await drawn_over(office)


def test_a_throttled_call_is_one_that_may_come_again() -> None:
    assert TeamsThrottled("Teams answered 429", 5.0).wait == 5.0
