"""The bot is taken out of the team and put back: what waits goes out, whichever way the news of it arrives."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from practice import faults
from practice.altering import DROP
from practice.outside import AMINA, APP_ID, OUTSIDER, TEAM_ID
from tests.world import World

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

NO_CHANNEL = {
    "channelData.channel": DROP,
    "channelData.team.aadGroupId": TEAM_ID,  # what Teams names in such news, and in no message
    "conversation.id": "19:general@thread.tacv2",
    "from.aadObjectId": DROP,
}
ME = [{"id": "29:somebody"}, {"id": f"28:{APP_ID}"}]
INSTALLED = {"type": "installationUpdate", "action": "add", **NO_CHANNEL}
RETURNS: dict[str, dict[str, Any]] = {
    "installed": INSTALLED,
    "upgraded": {**INSTALLED, "action": "add-upgrade"},
    "a member again": {"type": "conversationUpdate", "membersAdded": ME, **NO_CHANNEL},
    "a message that is not for us": {"entities": []},
    "a reaction": {"type": "messageReaction"},
    "a message taken back": {"type": "messageDelete"},
}
OTHER_TEAM = {"channelData.team.aadGroupId": "11111111-2222-3333-4444-555555555555"}
OTHERS: dict[str, dict[str, Any]] = {
    "removed": {**INSTALLED, "action": "remove"},
    "removed by an upgrade": {**INSTALLED, "action": "remove-upgrade"},
    "installed somehow": {**INSTALLED, "action": ["add"]},
    "installed in another team": {**INSTALLED, **OTHER_TEAM},
    "installed in a team without its group": {**INSTALLED, "channelData.team.aadGroupId": DROP},
    "installed in another tenant": {**INSTALLED, "channelData.tenant.id": OTHER_TEAM["channelData.team.aadGroupId"]},
    "another bot installed": {**INSTALLED, "recipient.id": "28:11111111-2222-3333-4444-555555555555"},
    "another member": {"type": "conversationUpdate", "membersAdded": ME[:1], **NO_CHANNEL},
    "a member gone": {"type": "conversationUpdate", "membersRemoved": ME, **NO_CHANNEL},
    "a message in another channel": {"channelData.channel.id": "19:other@thread.tacv2"},
    "an event unheard of": {"type": "event"},
}


async def teams_check(world: World) -> str:
    async with httpx.AsyncClient(base_url=world.bot_url, timeout=15) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 200
    return str(answer.json()["checks"]["teams"])


async def until_told(world: World, words: str) -> None:
    async with asyncio.timeout(5):
        while True:
            if words in await teams_check(world):
                return
            await asyncio.sleep(0.05)


async def parked(world: World) -> None:
    """A request whose card waits, because the bot is not in the team."""
    world.outside.channel.bot_removed = True
    await world.say(f"unlink {world.people['linked']} from One Login")
    await until_told(world, "BotNotInConversationRoster")


RARE = ("upgraded", "a reaction", "a message taken back")


@pytest.mark.parametrize(
    "news",
    [pytest.param(news, id=name, marks=[pytest.mark.long] if name in RARE else []) for name, news in RETURNS.items()],
)
async def test_what_waits_is_sent_when_the_bot_is_heard_of_again(world: World, news: dict[str, Any]) -> None:
    await parked(world)
    world.outside.channel.bot_removed = False
    delivery = await world.say("hello", OUTSIDER, mention_bot=False, overrides=news)
    assert delivery.status == 200
    await world.card("This account can be unlinked")
    await until_told(world, "ok")
    assert len(await world.bot_rows("SELECT * FROM requests")) == 1


async def test_other_news_ends_no_parking(world: World) -> None:
    await parked(world)
    calls = len(world.outside.faults.of("connector"))
    for name, news in OTHERS.items():
        assert (await world.say("hello", OUTSIDER, mention_bot=False, overrides=news)).status == 200, name
    login = world.outside.login
    token = login.sign_activity_token(world.outside.service_url, key=login.stranger)
    forged = await world.say("hello", OUTSIDER, overrides=INSTALLED, token=token)
    assert forged.status == 401
    [row] = await world.bot_rows("SELECT * FROM channel")
    assert row["parked_since"] is not None
    assert len(world.outside.faults.of("connector")) == calls


async def test_while_it_is_away_the_bot_stays_ready_and_each_press_is_answered(world: World) -> None:
    message = await world.request("linked")
    world.outside.channel.bot_removed = True
    reply = await world.press(AMINA, message, "Resolved by BA")
    assert reply.http_status == 200
    await until_told(world, "add the app to the team again")
    world.outside.channel.bot_removed = False
    await world.say("hello", mention_bot=False)
    await world.card("Resolved by BA")


async def test_a_service_that_has_moved_is_found_by_what_it_says_next(world: World) -> None:
    message = await world.request("linked")
    await world.bot_rows("UPDATE requests SET service_url = 'http://127.0.0.1:1/'")
    await world.bot_rows("UPDATE channel SET service_url = 'http://127.0.0.1:1/'")
    await asyncio.sleep(1.2)  # until the bot has looked: it remembers what it heard itself
    reply = await world.press(AMINA, message, "Resolved by BA")
    assert reply.http_status == 200
    await world.card("Resolved by BA")
    [row] = await world.bot_rows("SELECT service_url FROM channel")
    assert row["service_url"] == world.outside.service_url


async def test_a_bot_database_that_cannot_be_told_keeps_nobody_from_being_answered(world: World) -> None:
    await world.request("linked")
    await world.bot_rows("UPDATE channel SET service_url = 'http://127.0.0.1:1/'")
    await world.bot_rows("REVOKE UPDATE ON channel FROM tv_support_bot")
    await asyncio.sleep(1.2)
    delivery = await world.say(f"unlink {world.people['closed']} from One Login")
    assert delivery.status == 200
    assert len(await world.bot_rows("SELECT * FROM requests")) == 2


async def test_a_rest_that_teams_asked_for_is_told(world: World) -> None:
    world.outside.faults.queue("connector", faults.status(429, retry_after=3), method="POST")
    await world.say(f"unlink {world.people['linked']} from One Login")
    await until_told(world, "send nothing until")
    await world.card("This account can be unlinked")
    await until_told(world, "ok")


async def test_a_card_that_teams_refuses_is_told(world: World) -> None:
    world.outside.faults.queue("connector", faults.status(400, error="BadSyntax"), method="POST")
    await world.say(f"unlink {world.people['linked']} from One Login")
    await until_told(world, "refuses 1 of the cards")
