"""When something of ours is out of order: nobody gets a 500, nothing is half done, and whoever asked is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from bot import inbound
from bot.words import sentences
from handlers.states import State
from practice.outside import AMINA, CHANNEL_ID, DANA
from tests.faults.cutting_proxy import CuttingProxy
from tests.proxies import in_front_of
from tests.world import CHECKED, World, living_world


async def as_owner(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def behind_proxy(
    databases: tuple[str, str], people: dict[str, str]
) -> AsyncIterator[tuple[CuttingProxy, World, str]]:
    """A world whose way to the bot database can be closed, and the owner's own way there."""
    async with (
        in_front_of(databases[0], CuttingProxy) as (proxy, url),
        living_world(people, url, databases[1]) as world,
    ):
        yield proxy, world, databases[0]


def shut(proxy: CuttingProxy) -> None:
    proxy.refuse = True
    for task in proxy._tasks:
        task.cancel()


async def test_without_its_database_a_message_is_to_be_delivered_again_and_a_click_is_told(
    behind_proxy: tuple[CuttingProxy, World, str],
) -> None:
    proxy, world, url = behind_proxy
    message = await world.asked()
    world.outside.directory.activate(DANA)
    shut(proxy)
    reply = await world.press(DANA, message, "Approve")
    assert (reply.http_status, reply.text) == (200, sentences.OUT_OF_ORDER)
    delivery = await world.say(f"unlink {world.people['closed']} from One Login")
    assert delivery.status == 503
    proxy.refuse = False
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT state FROM requests") == State.AWAITING_APPROVAL
    await connection.close()
    again = await world.outside.teams.deliver(delivery.activity)
    assert again.status == 200
    await world.outside.channel.until(lambda c: [m for m in c.cards if "account is closed" in str(m.card)])


async def test_a_card_that_cannot_be_drawn_does_not_undo_the_click(world: World, databases: tuple[str, str]) -> None:
    message = await world.request("linked")
    await as_owner(
        databases[0], "UPDATE requests SET details = jsonb_set(details, '{identity_check}', '\"unheard of\"')"
    )
    reply = await world.press(AMINA, message, "Resolved by BA")
    assert (reply.http_status, reply.text) == (200, sentences.SEE_THE_CARD)
    [row] = await world.bot_rows("SELECT state FROM requests")
    assert row["state"] == State.RESOLVED_BY_BA


async def test_a_click_counts_though_we_cannot_note_where_it_came_from(
    world: World, databases: tuple[str, str]
) -> None:
    message = await world.request("linked")
    await as_owner(databases[0], "REVOKE INSERT ON cards FROM tv_support_bot")
    card = world.outside.channel.view(AMINA, message)
    copy = world.outside.channel.add(world.outside.channel.bot_id, "TV Support", message.activity, message.root)
    reply = await world.outside.teams.click(AMINA, copy, "Ask a developer", CHECKED, card=card)
    assert "Waiting for a developer to approve" in str(reply.card)


async def test_a_post_without_its_thread_in_the_conversation_begins_one(world: World) -> None:
    delivery = await world.say(f"unlink {world.people['linked']}", overrides={"conversation.id": CHANNEL_ID})
    assert delivery.message is not None
    card = await world.card()
    assert card.root == delivery.message.id


@pytest.mark.parametrize(
    "attachments",
    [
        [{"contentType": "image/png", "contentUrl": "https://example.com/x.png"}, "odd", None, 5],
        [{"contentType": "text/html", "content": {"a": "b"}}],
        [{"contentType": None}, {}],
    ],
)
async def test_attachments_of_other_kinds_are_passed_over(world: World, attachments: list[object]) -> None:
    text = f"<at>TV Support</at> unlink the One Login of {world.people['linked']}"
    delivery = await world.say("x", overrides={"text": text, "attachments": attachments})
    assert delivery.status == 200
    assert "This account can be unlinked" in str((await world.card()).card)


async def test_a_body_that_does_not_arrive_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbound, "BODY_SECONDS", 0.2)

    async def trickle() -> AsyncIterator[bytes]:
        yield b'{"type": '
        await asyncio.sleep(5)
        yield b'"message"}'

    token = world.outside.login.sign_activity_token(world.outside.service_url)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(timeout=4) as client:
        answer = await client.post(f"{world.bot_url}/api/messages", content=trickle(), headers=headers)
    assert answer.status_code == 408
    assert json.loads(answer.text) == {"error": "the body did not arrive in time"}
