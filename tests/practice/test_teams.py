"""What people do reaches a bot as Teams sends it, signed; a stub bot that checks every token stands in here."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web

from practice.altering import DROP, altered
from practice.channel import ADAPTIVE_CARD, Message
from practice.faults import hold
from practice.outside import AMINA, APP_ID, BOT_NAME, CHANNEL_ID, DANA, GENERAL_ID, TENANT_ID, Outside

BUTTON = {"type": "Action.Execute", "title": "Approve", "verb": "approve", "data": {"request": "r1", "version": 3}}
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "refresh": {"action": {"type": "Action.Execute", "verb": "refresh", "data": {}}, "userIds": [DANA.teams_id]},
    "body": [{"type": "Input.Text", "id": "note", "value": "as found"}],
    "actions": [BUTTON],
}
CONFIRM: dict[str, Any] = {**CARD, "actions": [{**BUTTON, "title": "Confirm deletion", "verb": "confirm"}]}


@dataclass
class StubBot:
    """Takes activities whose token verifies against the published keys; `answer` is sent back to invokes."""

    outside: Outside
    answer: dict[str, Any] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def messages(self, request: web.Request) -> web.Response:
        async with aiohttp.ClientSession() as session:
            async with session.get(self.outside.settings()["OPENID_METADATA_URL"]) as metadata:
                address = (await metadata.json())["jwks_uri"]
            async with session.get(address) as keys:
                published = jwt.PyJWKSet.from_dict(await keys.json())
        activity = await request.json()
        try:
            token = request.headers["Authorization"].removeprefix("Bearer ")
            key = published[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token, key, algorithms=["RS256"], audience=APP_ID, issuer="https://api.botframework.com"
            )
        except (KeyError, jwt.InvalidTokenError):
            return web.Response(status=401)
        if claims["serviceurl"] != activity["serviceUrl"]:
            return web.Response(status=401)
        self.seen.append(activity)
        return web.json_response(self.answer) if activity["type"] == "invoke" else web.Response()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def bot(outside: Outside) -> AsyncIterator[StubBot]:
    stub = StubBot(outside)
    app = web.Application()
    app.router.add_post("/api/messages", stub.messages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    outside.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield stub
    await runner.cleanup()


def answer_with(card: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "type": ADAPTIVE_CARD, "value": card}


def card_in(outside: Outside) -> Message:
    root = outside.channel.add(AMINA.teams_id, AMINA.name, {"text": "help"})
    activity = {"type": "message", "attachments": [{"contentType": ADAPTIVE_CARD, "content": CARD}]}
    return outside.channel.add(outside.channel.bot_id, BOT_NAME, activity, root.id)


async def test_a_message_arrives_whole_and_signed(outside: Outside, bot: StubBot) -> None:
    sent = await outside.teams.post(AMINA, "a.b@c.example can't sign in\nR&D")
    assert (sent.status, bot.seen) == (200, [sent.activity])
    activity = bot.seen[0]
    assert sent.message is not None
    assert (sent.message.id, sent.message.root) == (activity["id"], activity["id"])
    assert activity["text"] == "<at>TV Support</at>&nbsp;a.b@c.example can't sign in\nR&D"
    assert activity["channelId"] == "msteams"
    assert activity["from"] == {"id": AMINA.teams_id, "name": "Amina Yusuf", "aadObjectId": AMINA.object_id}
    assert activity["recipient"] == {"id": f"28:{APP_ID}", "name": "TV Support"}
    assert activity["conversation"] == {
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": TENANT_ID,
        "id": f"{CHANNEL_ID};messageid={activity['id']}",
    }
    mention, client = activity["entities"]
    assert (mention["text"], mention["mentioned"]["id"]) == ("<at>TV Support</at>", f"28:{APP_ID}")
    assert client["type"] == "clientInfo"
    (copy,) = activity["attachments"]
    assert copy["contentType"] == "text/html"
    assert copy["content"].startswith('<p><span itemscope="" itemtype="http://schema.skype.com/Mention"')
    assert copy["content"].endswith("TV Support</span>&nbsp;a.b@c.example can't sign in<br>R&amp;D</p>")
    data = activity["channelData"]
    assert (data["tenant"], data["team"], data["channel"]) == (
        {"id": TENANT_ID},
        {"id": GENERAL_ID},
        {"id": CHANNEL_ID},
    )
    assert activity["serviceUrl"] == outside.service_url


async def test_times_are_given_twice(bot: StubBot) -> None:
    async with Outside(clock=lambda: 1_814_500_000.5) as outside:
        outside.bot_url = bot.outside.bot_url
        sent = await outside.teams.post(AMINA, "hello")
    assert sent.activity["timestamp"] == "2027-07-02T03:46:40.500Z"
    assert sent.activity["localTimestamp"] == "2027-07-02T04:46:40.500+01:00"


async def test_a_reply_without_a_mention_stays_in_the_thread(outside: Outside, bot: StubBot) -> None:
    first = await outside.teams.post(AMINA, "hello")
    reply = await outside.teams.post(DANA, "yes?", "<div>yes?</div>", mention_bot=False, reply_to=first.message)
    assert reply.activity["conversation"]["id"] == first.activity["conversation"]["id"]
    assert reply.activity["text"] == "yes?"
    assert reply.activity["attachments"][0]["content"] == "<div>yes?</div>"
    assert [entity["type"] for entity in reply.activity["entities"]] == ["clientInfo"]
    assert first.message is not None
    assert [message.text for message in outside.channel.thread(first.message)] == [first.activity["text"], "yes?"]


async def test_a_given_text_or_html_keeps_its_own_mention(outside: Outside, bot: StubBot) -> None:
    sent = await outside.teams.post(AMINA, "ask <at>TV Support</at> now", "<div>now</div>")
    assert sent.activity["text"] == "ask <at>TV Support</at> now"
    assert sent.activity["attachments"][0]["content"].endswith("</span>&nbsp;</p><div>now</div>")
    html = '<p>ask <span itemtype="http://schema.skype.com/Mention">TV Support</span></p>'
    assert (await outside.teams.post(AMINA, "x", html)).activity["attachments"][0]["content"] == html


async def test_edits_and_deletions_are_told(outside: Outside, bot: StubBot) -> None:
    first = (await outside.teams.post(AMINA, "helo")).message
    assert first is not None
    edit = await outside.teams.edit(AMINA, first, "hello")
    assert (bot.seen[1]["type"], bot.seen[1]["id"]) == ("messageUpdate", first.id)
    assert bot.seen[1]["channelData"]["eventType"] == "editMessage"
    assert edit.message is not None
    assert (edit.message.text, len(edit.message.edits)) == ("<at>TV Support</at>&nbsp;hello", 1)
    await outside.teams.delete(AMINA, first)
    assert (bot.seen[2]["type"], bot.seen[2]["id"]) == ("messageDelete", first.id)
    assert bot.seen[2]["channelData"]["eventType"] == "softDeleteMessage"
    assert outside.channel.messages == []


async def test_a_click_sends_the_buttons_data_with_the_inputs(outside: Outside, bot: StubBot) -> None:
    bot.answer = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Not you."}
    message = card_in(outside)
    reply = await outside.teams.click(DANA, message, "Approve", {"note": "fine"})
    (activity,) = bot.seen
    assert (activity["type"], activity["name"], activity["replyToId"]) == ("invoke", "adaptiveCard/action", message.id)
    assert activity["conversation"]["id"] == outside.channel.conversation(message.root)
    data = {"request": "r1", "version": 3, "note": "fine"}
    assert activity["value"] == {"action": {**BUTTON, "data": data}, "trigger": "manual"}
    assert (reply.http_status, reply.status_code, reply.text, reply.card) == (200, 200, "Not you.", None)
    await outside.teams.click(DANA, message, "approve", trigger=None, overrides={"value.action.verb": "cancel"})
    assert bot.seen[1]["value"] == {"action": {**BUTTON, "verb": "cancel", "data": {**data, "note": "as found"}}}


async def test_a_replaced_card_is_seen_by_the_clicker_until_the_next_edit(outside: Outside, bot: StubBot) -> None:
    bot.answer = answer_with(CONFIRM)
    message = card_in(outside)
    reply = await outside.teams.click(DANA, message, "Approve")
    assert reply.card == outside.channel.view(DANA, message) == CONFIRM
    assert outside.channel.view(AMINA, message) == CARD
    await outside.teams.click(DANA, message, "Confirm deletion")
    with pytest.raises(LookupError):
        await outside.teams.click(AMINA, message, "Confirm deletion")
    await outside.teams.click(AMINA, message, "Confirm deletion", card=CONFIRM)
    outside.channel.edit(message, message.activity)
    assert outside.channel.view(DANA, message) == CARD
    with pytest.raises(LookupError):
        await outside.teams.click(AMINA, outside.channel.find(message.root), "Approve")


async def test_a_refresh_runs_only_for_those_the_card_names(outside: Outside, bot: StubBot) -> None:
    bot.answer = answer_with(CONFIRM)
    message = card_in(outside)
    assert await outside.teams.refresh(AMINA, message) is None
    assert await outside.teams.refresh(DANA, message) is not None
    (activity,) = bot.seen
    assert (activity["value"]["trigger"], activity["value"]["action"]["verb"]) == ("automatic", "refresh")
    assert outside.channel.view(DANA, message) == CONFIRM


async def test_an_input_named_like_a_key_of_the_data_is_a_fault(outside: Outside, bot: StubBot) -> None:
    clash = {**CARD, "body": [{"type": "Input.Text", "id": "request"}]}
    await outside.teams.click(DANA, card_in(outside), "Approve", card=clash)
    assert outside.channel.faults == ["input id 'request' is also a key of the data of 'Approve'"]


async def test_attacks_and_repeats(outside: Outside, bot: StubBot) -> None:
    good = await outside.teams.post(AMINA, "hello", overrides={"channelData.tenant.id": "other", "from.name": DROP})
    assert bot.seen[0]["channelData"]["tenant"]["id"] == "other"
    assert "name" not in bot.seen[0]["from"]
    assert [(await outside.teams.deliver(good.activity)).status for _ in range(2)] == [200, 200]
    forged = outside.login.sign_activity_token(outside.service_url, claims={"aud": "another bot"})
    for token in ("", "x", forged, outside.login.sign_activity_token("https://elsewhere.example/")):
        assert (await outside.teams.deliver(good.activity, token)).status == 401
    assert (await outside.teams.post(AMINA, "hello", token=forged)).status == 401
    assert (await outside.teams.invoke_raw({"type": "invoke"}, forged)).http_status == 401
    assert len(bot.seen) == 3


async def test_a_new_key_signs_at_once(outside: Outside, bot: StubBot) -> None:
    await outside.teams.post(AMINA, "one")
    outside.login.rotate(keep_old=False)
    assert (await outside.teams.post(AMINA, "two")).status == 200


async def test_a_bot_that_is_away_or_slow_is_answered_for(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        outside.bot_url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    message = card_in(outside)
    reply = await outside.teams.click(DANA, message, "Approve")
    assert (reply.http_status, reply.status_code, reply.card, reply.text) == (502, 502, None, "")
    outside.bot_url = f"{outside.url}/connector"
    outside.faults.queue("connector", hold(asyncio.Event()))
    await outside.teams.stop()
    monkeypatch.setattr("practice.teams.PATIENCE", 0.05)
    outside.teams.start()
    assert (await outside.teams.post(AMINA, "hello")).status == 504


def test_any_field_can_be_altered_without_touching_the_original() -> None:
    original = {"a": {"b": [1, {"c": 2}]}}
    new = altered(original, {"a.b.1.c": 3, "a.b.0": DROP, "x.y": 1, "a.gone": DROP})
    assert json.dumps(new) == '{"a": {"b": [{"c": 3}]}, "x": {"y": 1}}'
    assert original == {"a": {"b": [1, {"c": 2}]}}
