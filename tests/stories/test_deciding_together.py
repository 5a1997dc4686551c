"""More than one developer: who looks, who may approve and until when, two approvals, rejecting and asking again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.states import State
from practice import faults
from practice.buttons import titles
from practice.channel import Channel
from practice.outside import AMINA, BEN, DANA, ELIF
from tests.world import CHECKED, World, living_world

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them


@pytest.fixture
async def limited(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    """A world in which the first unlink of a day is already past the limit."""
    async with living_world(people, *databases, UNLINKS_PER_DAY="0") as world:
        yield world


async def state_of(world: World) -> str:
    rows = await world.bot_rows("SELECT state FROM requests ORDER BY created_at")
    return str(rows[-1]["state"])


async def test_whoever_is_not_activated_is_told_how_and_who_could_approve_instead_and_presses_again(
    world: World,
) -> None:
    message = await world.asked()
    world.outside.directory.activate(ELIF)
    until = world.outside.directory.active_until(ELIF)
    assert until is not None
    refused = await world.press(DANA, message, "Approve")
    for words in ("s189 TV production PIM", world.settings["PIM_URL"], "With production access now: Elif Kaya (until "):
        assert words in str(refused.text)
    assert "s189" not in str([each.text for each in world.outside.channel.from_bot]), "told to her alone"
    reply = await world.approved(message, DANA)
    assert "Approved" in str(reply.card)
    await world.card("no longer linked")


async def test_when_nobody_is_active_the_answer_says_so_and_when_graph_is_slow_it_says_the_rest(world: World) -> None:
    message = await world.asked()
    alone = await world.press(DANA, message, "Approve")
    assert "No other developer has production access now." in str(alone.text)
    world.outside.directory.activate(ELIF)
    world.outside.directory.tells_schedules = False
    without_end = await world.press(DANA, message, "Approve")
    assert "With production access now: Elif Kaya." in str(without_end.text)
    world.outside.faults.queue("graph", *[faults.FINE] * 2, *[faults.status(503)] * 3)
    bare = await world.press(DANA, message, "Approve")
    assert "Activate the group" in str(bare.text)
    assert "access now" not in str(bare.text)


async def test_looking_is_shown_to_everybody_keeps_others_back_and_lapses(world: World) -> None:
    message = await world.asked()
    await world.press(DANA, message, "I'm looking")
    shown = await world.card("Looking at this")
    assert "Dana Reid, until " in str(shown.card)
    assert "I'm looking" not in titles(shown.card or {})
    late = await world.outside.teams.click(ELIF, message, "im_looking", card=message.card)
    assert "Another developer is looking" in str(late.text)
    await world.bot_rows("UPDATE requests SET look_until = now() - interval '1 second'")
    await world.outside.channel.until(lambda channel: "I'm looking" in titles(channel.view(BEN, message) or {}))
    assert "Looking at this" not in str(world.outside.channel.find(message).card)
    await world.press(ELIF, message, "I'm looking")
    assert "Elif Kaya, until " in str((await world.card("Looking at this")).card)


async def test_past_the_days_limit_two_approve_and_the_card_says_why(limited: World) -> None:
    world = limited
    message = await world.asked()
    assert "so many requests of this kind were approved today" in str(message.card)
    first = await world.approved(message, DANA)
    assert "One more developer has to approve" in str(first.card)
    assert await state_of(world) == State.AWAITING_APPROVAL
    assert (await world.told("needs another")).mentioned == [ELIF.teams_id]
    shown = await world.card("Approved by")
    again = await world.press(DANA, shown, "Approve")
    assert "You have approved this already" in str(again.text)
    second = await world.approved(shown, ELIF)
    assert "Approved" in str(second.card)
    done = await world.card("no longer linked")
    for name in ("Dana Reid", "Elif Kaya"):
        assert name in str(done.card)
    assert (await world.told("is done")).mentioned == [AMINA.teams_id]


async def test_both_are_checked_at_the_last_click(limited: World) -> None:
    world = limited
    message = await world.asked()
    await world.approved(message, DANA)
    shown = await world.card("Approved by")
    world.outside.directory.deactivate(DANA)
    reply = await world.approved(shown, ELIF)
    assert "The earlier approval no longer counts" in str(reply.card)
    assert await state_of(world) == State.AWAITING_APPROVAL
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]
    shown = await world.card("Elif Kaya")
    await world.approved(shown, DANA)
    await world.card("no longer linked")


async def test_what_was_rejected_is_asked_again_with_everything_filled_in(world: World) -> None:
    message = await world.request("linked")
    given = {**CHECKED, "ticket": "Z-77"}
    await world.press(AMINA, message, "Ask a developer", **given)
    message = await world.card("Waiting for a developer to approve")
    await world.press(DANA, message, "Reject", reason="Ring them first")
    assert (await world.told("was rejected")).mentioned == [AMINA.teams_id]
    rejected = await world.card("Ring them first")
    reply = await world.press(BEN, rejected, "Ask again")
    assert "A new request with the same details" in str(reply.card)
    new = await world.card("Check the details", 1)
    assert {"Z-77", "own_address"} <= set(_values(new.card))
    assert world.people["linked"] in str(new.card)
    assert new.root == message.root
    await world.outside.channel.until(lambda channel: _asked_again(channel, rejected.id))
    late = await world.outside.teams.click(AMINA, rejected, "Ask again", card=rejected.card)
    assert "Somebody has asked for this again already" in str(late.text)
    await world.press(BEN, new, "Ask a developer")
    waiting = await world.card("Waiting for a developer to approve", 1)
    assert {"Ben Hart, Amina Yusuf"} <= set(_texts(waiting.card)), "whoever asked before may not approve it now"
    await world.approved(waiting)
    await world.card("no longer linked", 1)
    assert set((await world.told("is done")).mentioned) == {AMINA.teams_id, BEN.teams_id}


async def test_what_was_referred_back_is_closed_and_the_others_are_told(world: World) -> None:
    message = await world.request("linked")
    await world.press(DANA, message, "Refer back")
    assert (await world.told("is back with you")).mentioned == [AMINA.teams_id]
    message = await world.card("Back with the business analyst")
    assert {"Record decision", "Close"} <= set(titles(message.card or {}))
    reply = await world.press(AMINA, message, "Close", note="They found their old password")
    assert "They found their old password" in str(reply.card)
    assert await state_of(world) == State.CLOSED
    assert (await world.told("is closed")).mentioned == [DANA.teams_id]


def _asked_again(channel: Channel, card: str) -> bool:
    return "Followed by request" in str(channel.find(card).card)


def _values(card: object) -> list[str]:
    parts = (card or {}).get("body", []) if isinstance(card, dict) else []
    return [str(part.get("value")) for part in parts if part.get("value")]


def _texts(card: object) -> list[str]:
    parts = (card or {}).get("body", []) if isinstance(card, dict) else []
    return [run["text"] for part in parts for run in part.get("inlines", [])]
