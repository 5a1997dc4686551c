"""What Microsoft 365 Agents Playground 0.2.28 sent when the story was played in it, under this world's ids.

It is Microsoft's own stand-in for Teams, and leaves out what a bot may have come to rely on: the team's Entra group,
the channel's type, the HTML copy, empty fields; its ids of messages are no numbers; it asks for a dialog on behalf of
the channel, not of a thread.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from bot.words.sentences import UNKNOWN_AUTHOR
from practice.altering import Json
from practice.channel import Message
from practice.directory import Person
from practice.outside import AMINA, APP_ID, BEN, BOT_NAME, CHANNEL_ID, GENERAL_ID, TENANT_ID
from tests.world import CHECKED, World

BOT = {"id": f"28:{APP_ID}", "name": BOT_NAME}


def sent(world: World, kind: str, conversation: str = CHANNEL_ID, **others: Any) -> Json:
    """What all its activities have."""
    return {
        "type": kind,
        "id": str(uuid4()),
        "from": {"id": AMINA.teams_id, "name": AMINA.name, "aadObjectId": AMINA.object_id},
        "timestamp": "2026-11-22T23:24:52.678Z",
        "localTimestamp": "2026-11-22T23:24:52.678+00:00",
        "localTimezone": "UTC",
        "serviceUrl": world.outside.service_url,
        "conversation": {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT_ID,
            "id": conversation,
        },
        "recipient": BOT,
        "locale": "en-US",
        "entities": [{"type": "clientInfo", "locale": "en-US", "country": "US", "timezone": "UTC"}],
        "channelData": {
            "tenant": {"id": TENANT_ID},
            "team": {"id": GENERAL_ID},
            "channel": {"id": CHANNEL_ID},
        },
        "channelId": "msteams",
        **others,
    }


def written(world: World, root: Message, text: str) -> Json:
    mention = {"type": "mention", "mentioned": BOT, "text": f"<at>{BOT_NAME}</at>"}
    activity = sent(world, "message", world.outside.channel.conversation(root.id), textFormat="plain")
    activity["text"] = f"<at>{BOT_NAME}</at> {text}"
    activity["entities"].insert(0, mention)
    activity["channelData"] |= {"teamsChannelId": CHANNEL_ID, "teamsTeamId": GENERAL_ID}
    return activity


def pressed(world: World, card: Message, title: str, **inputs: str) -> Json:
    [button] = [each for each in (card.card or {})["actions"] if each["title"] == title]
    action = {key: button[key] for key in ("type", "title", "verb")} | {"data": {**button["data"], **inputs}}
    activity = sent(world, "invoke", world.outside.channel.conversation(card.root), name="adaptiveCard/action")
    activity["channelData"]["source"] = {"name": "message"}
    return activity | {"replyToId": card.id, "value": {"action": action}}


def on_a_message(world: World, about: Message, name: str, author: Person = AMINA, **others: Any) -> Json:
    payload = {
        "id": about.id,
        "replyToId": about.id,
        "createdDateTime": "2026-11-22T23:31:02.131Z",
        "deleted": False,
        "importance": "normal",
        "locale": "en-us",
        "from": {"user": {"userIdentityType": "aadUser", "id": author.teams_id, "displayName": author.name}},
        "body": {"contentType": "html", "content": about.text},
        "attachments": [],
        "mentions": [],
        "reactions": [],
        "linkToMessage": "",
    }
    value = {"commandId": "create_request", "commandContext": "message", "context": {"theme": "default"}, **others}
    activity = sent(world, "invoke", name=name, value={**value, "messagePayload": payload})
    activity["channelData"]["source"] = {"name": "compose"}
    return activity


async def root_of(world: World, text: str = "Hello") -> Message:
    posted = (await world.say(text, mention_bot=False)).message
    assert posted is not None
    return posted


async def asked_in_it(world: World) -> Message:
    text = f"{world.people['linked']} reset their GOV.UK One Login and needs unlinking."
    answer = await world.outside.teams.deliver(written(world, await root_of(world), text))
    assert (answer.status, answer.body) == (200, "{}")
    return await world.card()


async def test_a_message_opens_a_request_and_a_press_goes_on_with_it(world: World) -> None:
    card = await asked_in_it(world)
    activity = pressed(world, card, "Ask a developer", email=world.people["linked"], **CHECKED)
    activity["value"]["trigger"] = "manual"  # as the clients of Teams send it
    reply = await world.outside.teams.invoke_raw(activity)
    assert "Waiting for a developer to approve" in str(reply.card)


async def test_a_press_that_does_not_say_what_set_it_off_is_told_so(world: World) -> None:
    """The playground says so of none."""
    card = await asked_in_it(world)
    reply = await world.outside.teams.invoke_raw(pressed(world, card, "Ask a developer", **CHECKED))
    assert (reply.http_status, reply.text) == (200, "Nothing was done, because nobody pressed the button.")


async def test_a_dialog_asked_for_by_the_channel_opens_a_request_in_the_messages_thread(world: World) -> None:
    about = await root_of(world, f"{world.people['linked']} reset their One Login, unlink them")
    opened = await world.outside.teams.deliver(on_a_message(world, about, "composeExtension/fetchTask"))
    assert json.loads(opened.body)["task"]["value"]["title"] == "New support request"
    data = {"kind": "unlink_one_login", "email": world.people["linked"]}
    await world.outside.teams.deliver(on_a_message(world, about, "composeExtension/submitAction", data=data))
    assert (await world.card("This account can be unlinked")).root == about.id
    assert [row["object_id"] for row in await world.bot_rows("SELECT object_id FROM requesters")] == [AMINA.object_id]


@pytest.mark.parametrize("name", ["composeExtension/fetchTask", "composeExtension/submitAction"])
async def test_a_message_of_somebody_whom_nobody_can_name_opens_nothing(world: World, name: str) -> None:
    """The playground names the author by the id that Teams uses for mentions; only one's own can be told from it."""
    about = await root_of(world, f"unlink {world.people['linked']}")
    data = {"kind": "unlink_one_login", "email": world.people["linked"]}
    answer = await world.outside.teams.deliver(on_a_message(world, about, name, author=BEN, data=data))
    assert json.loads(answer.body)["task"] == {"type": "message", "value": UNKNOWN_AUTHOR}
    assert await world.bot_rows("SELECT * FROM requests") == []
