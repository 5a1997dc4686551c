"""The practice connector refuses what Teams refuses, and keeps the thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from practice.outside import AMINA, APP_ID, APP_PASSWORD, BOT_NAME, CHANNEL_ID, DANA, PEOPLE, TENANT_ID, Outside

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "hello"}]}


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def bot(outside: Outside) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, base_url=outside.service_url) as client:
        form = {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": APP_PASSWORD}
        form["scope"] = "https://api.botframework.com/.default"
        token = await client.post(f"{outside.url}/login/{TENANT_ID}/oauth2/v2.0/token", data=form)
        client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        yield client


def card(**changes: Any) -> dict[str, Any]:
    content = {**CARD, **changes}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"type": "message", "summary": "a card", "attachments": [attachment]}


def words(text: str, **fields: Any) -> dict[str, Any]:
    return {"type": "message", "text": text, **fields}


def at(*, thread: str = "", activity: str = "") -> str:
    conversation = f"{CHANNEL_ID};messageid={thread}" if thread else CHANNEL_ID
    return f"v3/conversations/{quote(conversation, safe='')}/activities" + (f"/{activity}" if activity else "")


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_reply_joins_its_thread(outside: Outside, bot: httpx.AsyncClient) -> None:
    root = outside.channel.add(AMINA.teams_id, AMINA.name, words("help"))
    answer = await bot.post(at(thread=root.id), json=card())
    assert answer.status_code == 201
    posted = outside.channel.find(answer.json()["id"])
    assert posted.root == root.id
    assert (posted.author_name, posted.card, posted.summary) == (BOT_NAME, CARD, "a card")
    assert outside.channel.thread(root) == [root, posted] == outside.channel.threads[root.id]
    assert outside.channel.cards == outside.channel.from_bot == [posted]
    # The SDK's own way of answering, and an address that was not percent-encoded.
    assert (await bot.post(at(thread=root.id, activity=root.id), json=words("two"))).status_code == 201
    plain = f"v3/conversations/{CHANNEL_ID};messageid={root.id}/activities"
    assert (await bot.post(plain, json=words("three"))).status_code == 201
    assert [message.text for message in outside.channel.thread(root)] == ["help", "", "two", "three"]


async def test_a_post_to_the_channel_begins_a_thread(outside: Outside, bot: httpx.AsyncClient) -> None:
    answer = await bot.post(at(), json=words("hello"))
    assert outside.channel.find(answer.json()["id"]).root == answer.json()["id"]


async def test_creating_a_conversation_begins_a_thread(outside: Outside, bot: httpx.AsyncClient) -> None:
    body = {"isGroup": True, "channelData": {"channel": {"id": CHANNEL_ID}}, "activity": card()}
    answer = await bot.post("v3/conversations", json=body)
    assert answer.status_code == 201
    number = answer.json()["activityId"]
    assert answer.json()["id"] == f"{CHANNEL_ID};messageid={number}"
    assert (await bot.post(at(thread=number), json=words("and more"))).status_code == 201
    for wrong in ({**body, "isGroup": False}, {**body, "channelData": None}, {**body, "activity": None}):
        assert code(await bot.post("v3/conversations", json=wrong)) == (400, "BadSyntax")
    elsewhere = {**body, "channelData": {"channel": {"id": "19:other@thread.tacv2"}}}
    assert code(await bot.post("v3/conversations", json=elsewhere)) == (404, "ConversationNotFound")


async def test_an_edit_keeps_the_history_and_ends_private_views(outside: Outside, bot: httpx.AsyncClient) -> None:
    number = (await bot.post(at(), json=card())).json()["id"]
    outside.channel.show(DANA, number, {**CARD, "body": []})
    assert outside.channel.view(DANA, number) == {**CARD, "body": []}
    assert outside.channel.view(AMINA, number) == CARD
    answer = await bot.put(at(thread=number, activity=number), json=card(speak="new"))
    assert (answer.status_code, answer.json()) == (200, {"id": number})
    assert outside.channel.view(DANA, number) == {**CARD, "speak": "new"}
    assert outside.channel.find(number).edits == (card(),)


async def test_edits_of_what_is_not_there_or_not_the_bots(outside: Outside, bot: httpx.AsyncClient) -> None:
    root = outside.channel.add(AMINA.teams_id, AMINA.name, words("help"))
    other = (await bot.post(at(), json=words("hello"))).json()["id"]
    gone = (404, "ActivityNotFoundInConversation")
    assert code(await bot.put(at(thread=root.id, activity="1"), json=card())) == gone
    assert code(await bot.put(at(thread=root.id, activity=other), json=card())) == gone
    answer = await bot.put(at(thread=root.id, activity=root.id), json=card())
    assert code(answer) == (403, "ForbiddenOperationException")
    outside.channel.delete(other)
    assert code(await bot.put(at(thread=other, activity=other), json=card())) == gone
    assert not outside.channel.has(other)
    # A deleted first message does not end the thread.
    assert (await bot.post(at(thread=other), json=words("more"))).status_code == 201


async def test_unknown_conversations(bot: httpx.AsyncClient) -> None:
    assert code(await bot.post(at(thread="1"), json=card())) == (404, "ConversationNotFound")
    answer = await bot.post("v3/conversations/19%3Aother%40thread.tacv2/activities", json=card())
    assert code(answer) == (404, "ConversationNotFound")


@pytest.mark.parametrize("body", ["", "[]", "{", '{"text": "no type"}'])
async def test_bodies_that_are_no_activity(bot: httpx.AsyncClient, body: str) -> None:
    assert code(await bot.post(at(), content=body)) == (400, "BadSyntax")


async def test_size_counts_as_utf16(outside: Outside, bot: httpx.AsyncClient) -> None:
    assert (await bot.post(at(), json=words("x" * 51_100))).status_code == 201
    assert code(await bot.post(at(), json=words("x" * 51_200))) == (413, "MessageSizeTooBig")
    assert code(await bot.post(at(), json=words("\N{PILE OF POO}" * 25_600))) == (413, "MessageSizeTooBig")
    assert code(await bot.post(at(), json=words("x" * 3_000_000))) == (413, "MessageSizeTooBig")
    assert len(outside.channel.messages) == 1


async def test_text_with_a_card_is_split_and_tells_no_id(outside: Outside, bot: httpx.AsyncClient) -> None:
    answer = await bot.post(at(), json=card() | {"text": "hello"})
    assert (answer.status_code, answer.json()) == (201, {})
    first, second = outside.channel.messages
    assert (first.card, first.text, second.card, second.text) == (CARD, "", None, "hello")
    assert first.root == second.root
    body = {"isGroup": True, "channelData": {"channel": {"id": CHANNEL_ID}}, "activity": card() | {"text": "new"}}
    answer = await bot.post("v3/conversations", json=body)
    assert (answer.status_code, answer.json()) == (201, {})
    await bot.put(at(activity=second.id), json=card() | {"text": "edited"})
    assert outside.channel.faults == [
        "text and attachment in one activity: hello",
        "text and attachment in one activity: new",
        f"edit of {second.id}: text and attachment in one activity",
    ]


async def test_mentions_must_appear_in_the_text(outside: Outside, bot: httpx.AsyncClient) -> None:
    mention = {"type": "mention", "text": f"<at>{DANA.name}</at>", "mentioned": {"id": DANA.teams_id}}
    await bot.post(at(), json=words(f"<at>{DANA.name}</at>: look", entities=[mention]))
    block = {"type": "TextBlock", "text": f"with <at>{DANA.name}</at>"}
    in_card = {**mention, "mentioned": {"id": DANA.object_id}}
    await bot.post(at(), json=card(body=[block], msteams={"entities": [in_card]}))
    assert outside.channel.faults == []
    assert outside.channel.messages[0].mentioned == [DANA.teams_id]
    await bot.post(at(), json=words("Dana: look", entities=[mention]))
    await bot.post(at(), json=card(msteams={"entities": [in_card]}))
    stranger = {**mention, "mentioned": {"id": "29:nobody"}}
    await bot.post(at(), json=words(f"<at>{DANA.name}</at>", entities=[stranger]))
    assert [fault.split(":")[0] for fault in outside.channel.faults] == [
        "mention without its text",
        "mention without its text",
        "mention of somebody unknown",
    ]


async def test_only_the_bots_own_token_opens_the_channel(outside: Outside, bot: httpx.AsyncClient) -> None:
    inbound = outside.login.sign_activity_token(outside.service_url)
    for header in ("", "Bearer x", f"Bearer {inbound}"):
        answer = await bot.post(at(), json=card(), headers={"Authorization": header})
        assert answer.status_code == 401
    outside.login.revoke()
    assert (await bot.post(at(), json=card())).status_code == 401
    assert outside.channel.messages == []


async def test_a_removed_bot_may_do_nothing(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.channel.bot_removed = True
    assert code(await bot.post(at(), json=card())) == (403, "BotNotInConversationRoster")


async def test_the_roster_comes_in_pages_without_mail_addresses(outside: Outside, bot: httpx.AsyncClient) -> None:
    outside.connector.page_size = 4
    url = f"v3/conversations/{CHANNEL_ID}/pagedmembers"
    first = (await bot.get(url)).json()
    second = (await bot.get(url, params={"continuationToken": first["continuationToken"]})).json()
    members = first["members"] + second["members"]
    assert [member["id"] for member in members] == [person.teams_id for person in PEOPLE]
    assert "continuationToken" not in second
    assert members[0]["aadObjectId"] == AMINA.object_id
    assert "email" not in members[0]


async def test_the_budget_is_enforced_when_asked() -> None:
    now = 1_800_000_000.0
    async with Outside(clock=lambda: now) as outside, httpx.AsyncClient(base_url=outside.service_url) as bot:
        outside.connector.enforce_budget = True
        bot.headers["Authorization"] = f"Bearer {outside.login.issue('https://api.botframework.com')}"
        assert [(await bot.post(at(), json=card())).status_code for _ in range(8)] == [201] * 7 + [429]
        now += 1
        assert (await bot.post(at(), json=card())).status_code == 201
        refused = await bot.post(at(), json=card())
        assert (code(refused), refused.headers["Retry-After"]) == ((429, "TooManyRequests"), "1")


async def test_waiting_for_the_channel(outside: Outside, bot: httpx.AsyncClient) -> None:
    waiting = asyncio.create_task(outside.channel.until(lambda channel: channel.cards))
    await bot.post(at(), json=words("not yet"))
    await bot.post(at(), json=card())
    assert await waiting == outside.channel.cards
    with pytest.raises(TimeoutError, match="TV Support: not yet"):
        await outside.channel.until(lambda channel: len(channel.cards) == 2, timeout=0.01)
