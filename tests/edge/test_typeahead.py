"""Letters typed into a card: what the register has for them, over HTTP with signed tokens, and nothing else happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.typeahead import DATASET, MOST
from practice.altering import DROP
from practice.answers import Offered
from practice.channel import Message
from practice.outside import AMINA, OUTSIDER
from tests.attacks.everything import Everything
from tests.register.sample import taken_up
from tests.world import World, living_world

REDLANDS = ("Redlands Primary School, Reading (URN 109787, UKPRN 10068910)", "urn:109787")


async def card(world: World, register: str = "ok") -> Message:
    """A card with the field, once the bot has taken its register up."""
    await taken_up(world.bot_url, register)
    await world.say("The head of Redlands Primary School in Reading cannot sign in with DfE Sign-in")
    return await world.card("sign in")


async def typed(world: World, message: Message, text: str, **more: Any) -> Offered:
    return await world.outside.teams.search(AMINA, message, text, more.pop("dataset", DATASET), **more)


async def test_letters_are_answered_from_the_register_and_nothing_is_stored_or_asked(world: World) -> None:
    message = await card(world)
    await world.outside.channel.until(lambda channel: channel.cards)
    calls, before = len(world.outside.faults.calls), await Everything.now(world)

    for text in ("redland", "Redlands Primary, Reading", "109787", "URN 109787"):
        offered = await typed(world, message, text)
        assert offered.choices[0] == REDLANDS, text
    trust = await typed(world, message, "harris federation")
    assert ("HARRIS FEDERATION, Croydon (group UID 3320, UKPRN 10055126)", "uid:3320") in trust.choices
    assert any(title.endswith("closed)") for title, _ in trust.choices)
    many = await typed(world, message, "primary school")
    assert len(many.choices) == len(set(many.choices)) == MOST

    assert before.differs(await Everything.now(world)) == []
    assert [call.path for call in world.outside.faults.calls[calls:] if call.service == "graph"] == []


async def test_a_client_pages_and_asks_for_fewer(world: World) -> None:
    message = await card(world)
    every = (await typed(world, message, "primary school")).choices
    assert (await typed(world, message, "primary school", top=4)).choices == every[:4]
    page = {"value.queryOptions.skip": 5}
    assert (await typed(world, message, "primary school", top=4, overrides=page)).choices == every[5:9]
    assert (await typed(world, message, "primary school", top=1000)).choices == every
    beyond = {"value.queryOptions.skip": 15}
    assert (await typed(world, message, "primary school", overrides=beyond)) == Offered()


SHAPES: dict[str, dict[str, Any]] = {
    "no value": {"value": DROP},
    "value a list": {"value": [1]},
    "value a string": {"value": "redlands"},
    "no text": {"value.queryText": DROP},
    "text a list": {"value.queryText": ["redlands"]},
    "text a number": {"value.queryText": 109787},
    "text endless": {"value.queryText": "redlands " * 20_000},
    "text of nothing": {"value.queryText": " \u200b\x00, -- "},
    "two letters": {"value.queryText": " st "},
    "half a pair": {"value.queryText": "\ud83d\ud83d\ud83d"},
    "no data set": {"value.dataset": DROP},
    "another data set": {"value.dataset": "graph.microsoft.com/users"},
    "options a list": {"value.queryOptions": [1]},
    "options negative": {"value.queryOptions": {"skip": -1, "top": -5}},
    "options words": {"value.queryOptions": {"skip": "0", "top": "15"}},
    "options huge": {"value.queryOptions": {"skip": 10**400, "top": 10**400}},
    "options none": {"value.queryOptions": {"top": 0}},
}


async def test_odd_shapes_get_a_list_of_nothing(world: World) -> None:
    message = await card(world)
    for name, changes in SHAPES.items():
        assert await typed(world, message, "redlands", overrides=changes) == Offered(), name
    for text in ("'; DROP TABLE organisations; --", "*" * 500, "%%%", "\N{RIGHT-TO-LEFT OVERRIDE}sdnalder"):
        assert not (await typed(world, message, text)).failed
    assert (await typed(world, message, "redlands", overrides={"value.queryOptions": DROP})).choices


ELSEWHERE: dict[str, dict[str, Any]] = {
    "other tenant": {"channelData.tenant.id": "11111111-2222-3333-4444-555555555555"},
    "other channel": {"channelData.channel.id": "19:other@thread.tacv2"},
    "direct chat": {"channelData.team": DROP, "channelData.channel": DROP, "conversation.id": "a:direct"},
    "nobody Entra knows": {"from.aadObjectId": DROP},
}


async def test_only_our_channel_with_a_good_token_is_answered(world: World) -> None:
    message = await card(world)
    for name, changes in ELSEWHERE.items():
        assert (await typed(world, message, "redlands", overrides=changes)).failed, name
    assert (await typed(world, message, "redlands", token="")).failed
    activity = (await world.say("hello", OUTSIDER)).activity
    answer = await world.outside.teams.deliver({**activity, "type": "invoke", "name": "application/search"}, "x.y.z")
    assert answer.status == 401


@pytest.mark.long
async def test_without_a_register_the_list_is_empty_and_the_field_still_takes_words(
    people: dict[str, str], databases: tuple[str, str], tmp_path: Path
) -> None:
    nowhere = {"GIAS_DATA_DIR": str(tmp_path), "GIAS_BASE_URL": "http://127.0.0.1:9/register"}
    async with living_world(people, *databases, **nowhere) as world:
        message = await card(world, "no register yet")
        assert await typed(world, message, "redlands") == Offered()
        assert "Input.Text" in json.dumps(message.card)
