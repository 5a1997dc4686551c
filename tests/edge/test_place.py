"""A good token from the wrong place or person: HTTP 200, one sentence, no work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from practice.altering import DROP
from practice.outside import AMINA, DANA, GENERAL_ID, GUEST, OUTSIDER, TEAM_ID
from tests.edge.test_tokens_and_bodies import nothing_stored
from tests.world import World

ELSEWHERE: dict[str, dict[str, Any]] = {
    "other tenant": {"channelData.tenant.id": "11111111-2222-3333-4444-555555555555"},
    "no tenant": {"channelData.tenant": DROP},
    "other team": {"channelData.team.aadGroupId": "11111111-2222-3333-4444-555555555555"},
    "no name of a team": {"channelData.team": {}},
    "other channel": {"channelData.channel.id": "19:other@thread.tacv2"},
    "other conversation": {"conversation.id": "19:other@thread.tacv2;messageid=1"},
    "direct chat": {"channelData.team": DROP, "channelData.channel": DROP, "conversation.id": "a:direct"},
    "other channel of our team": {"channelData.channel.id": GENERAL_ID, "channelData.team.aadGroupId": TEAM_ID},
    "private channel": {"channelData.channel.type": "private"},
    "nobody Entra knows": {"from.aadObjectId": DROP},
    "not an object id": {"from.aadObjectId": "me"},
    "no channel data": {"channelData": DROP},
}


@pytest.mark.parametrize("changes", ELSEWHERE.values(), ids=ELSEWHERE.keys())
async def test_a_message_from_elsewhere_is_told_so_and_starts_nothing(world: World, changes: dict[str, Any]) -> None:
    text = f"unlink {world.people['linked']} from One Login"
    delivery = await world.say(text, AMINA, overrides=changes)
    assert delivery.status == 200
    assert "works only in the support channel" in json.loads(delivery.body)["message"]
    await nothing_stored(world)


WHY = {
    "other tenant": "APP_TENANT_ID",
    "other team": "TEAM_ID",
    "no name of a team": "TEAM_ID",
    "other channel": "CHANNEL_ID",
    "other conversation": "CHANNEL_ID",
    "private channel": "not a standard channel",
    "nobody Entra knows": "nobody whom Entra knows",
}


@pytest.mark.parametrize(("which", "why"), WHY.items())
async def test_the_log_names_the_setting_that_a_message_does_not_fit(world: World, which: str, why: str) -> None:
    """Teams shows nobody the answer to a message, so a wrong CHANNEL_ID would be a bot that says nothing anywhere."""
    with capture_logs() as told:
        await world.say("help", AMINA, overrides=ELSEWHERE[which])
        await world.say("help", AMINA)
    assert [(each["event"], each["why"]) for each in told if each["event"] == "elsewhere"] == [("elsewhere", why)]


@pytest.mark.parametrize("person", [OUTSIDER, GUEST])
async def test_an_outsider_or_a_guest_is_told_so_and_starts_nothing(world: World, person: Any) -> None:
    delivery = await world.say(f"unlink {world.people['linked']} from One Login", person)
    assert delivery.status == 200
    assert "Only business analysts and developers" in json.loads(delivery.body)["message"]
    await nothing_stored(world)


@pytest.mark.parametrize("changes", ELSEWHERE.values(), ids=ELSEWHERE.keys())
async def test_a_click_from_elsewhere_is_told_so_and_does_nothing(world: World, changes: dict[str, Any]) -> None:
    message = await world.asked()
    world.outside.directory.activate(DANA)
    reply = await world.outside.teams.click(DANA, message, "Approve", overrides=changes)
    assert (reply.http_status, reply.text) == (
        200,
        "This bot works only in the support channel of the Teaching Vacancies team.",
    )
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]


async def test_a_message_that_does_not_mention_the_bot_is_left_alone(world: World) -> None:
    delivery = await world.say(f"unlink {world.people['linked']} from One Login", mention_bot=False)
    assert delivery.status == 200
    await nothing_stored(world)


async def test_things_that_are_no_message_and_no_click_are_passed_over(world: World) -> None:
    delivery = await world.say("hello", overrides={"type": "somethingNew"})
    assert delivery.status == 200
    await nothing_stored(world)
