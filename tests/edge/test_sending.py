"""Cards and notices reach the thread whatever Teams does: once where once matters, repaired where not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from practice import faults
from practice.outside import AMINA
from tests.world import CHECKED, World


async def test_a_message_delivered_again_opens_no_second_request(world: World) -> None:
    sent = await world.say(f"unlink {world.people['linked']} from One Login")
    await world.card()
    for _ in range(3):
        assert (await world.outside.teams.deliver(sent.activity)).status == 200
    at_once = await asyncio.gather(*(world.outside.teams.deliver(sent.activity) for _ in range(5)))
    assert {each.status for each in at_once} == {200}
    assert len(await world.bot_rows("SELECT * FROM requests")) == 1


async def test_a_message_delivered_many_times_at_once_opens_one_request(world: World) -> None:
    message = await world.request("closed")
    activity = (await world.say("hello")).activity
    activity = {**activity, "id": "1700000000001", "text": f"<at>TV Support</at> unlink {world.people['linked']}"}
    await asyncio.gather(*(world.outside.teams.deliver(activity) for _ in range(8)))
    assert message
    assert len(await world.bot_rows("SELECT * FROM requests")) == 2


async def test_a_click_delivered_again_gets_the_same_answer_and_acts_once(world: World) -> None:
    message = await world.request("linked")
    first = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    again = await world.outside.teams.invoke_raw(first.activity)
    assert "Waiting for a developer to approve" in str(again.card)
    asked = await world.bot_rows("SELECT * FROM audit WHERE action = 'ask_developer'")
    assert len(asked) == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(429, retry_after=1),
        faults.status(429),
        faults.status(429, retry_after="rubbish"),
        faults.status(412),
        faults.status(502),
        faults.status(503),
        faults.status(504),
        faults.drop(),
    ],
    ids=["429 1", "429", "429 rubbish", "412", "502", "503", "504", "cut"],
)
async def test_a_card_is_posted_in_spite_of(world: World, fault: faults.Fault) -> None:
    world.outside.faults.queue("connector", fault, method="POST")
    message = await world.request("linked")
    assert "This account can be unlinked" in str(message.card)


async def test_a_lost_edit_repairs_itself(world: World) -> None:
    message = await world.request("linked")
    world.outside.faults.queue("connector", faults.status(503), faults.drop(), method="PUT")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    await world.card("Waiting for a developer to approve")


async def written(world: World, query: str) -> dict[str, Any]:
    """The first row that this query finds, once the bot has written one."""
    async with asyncio.timeout(5):
        while True:
            if rows := await world.bot_rows(query):
                return rows[0]
            await asyncio.sleep(0.02)


async def test_a_post_whose_reply_was_lost_leaves_an_orphan_that_its_next_click_retires(world: World) -> None:
    world.outside.faults.queue("connector", faults.lost_reply(), method="POST")
    await world.say(f"unlink {world.people['linked']} from One Login")
    await world.outside.channel.until(lambda c: c.cards[1:])
    cards = world.outside.channel.cards
    card = await written(world, "SELECT activity_id FROM cards WHERE NOT retired AND activity_id IS NOT NULL")
    live = card["activity_id"]
    orphan = next(card for card in cards if card.id != live)
    reply = await world.press(AMINA, orphan, "Ask a developer", **CHECKED)
    assert "Waiting for a developer to approve" in str(reply.card)
    retired = await world.card("replaced by a newer one")
    assert retired.id == orphan.id
    assert (await world.card("Waiting for a developer to approve")).id == live


async def test_a_card_that_somebody_deleted_is_posted_afresh_once(world: World) -> None:
    message = await world.request("linked")
    world.outside.faults.queue("connector", faults.status(404, error="ActivityNotFoundInConversation"), method="PUT")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    fresh = await world.card("Waiting for a developer to approve")
    assert fresh.id != message.id


async def test_a_notice_whose_reply_was_lost_is_not_sent_again(world: World) -> None:
    message = await world.request("linked")
    world.outside.faults.queue("connector", faults.lost_reply(), method="POST")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    await world.outside.channel.until(lambda c: [m for m in c.from_bot if "waits for a developer" in (m.text or "")])
    await asyncio.sleep(1.5)
    notices = [m for m in world.outside.channel.from_bot if "waits for a developer" in (m.text or "")]
    assert len(notices) == 1
    [row] = await world.bot_rows("SELECT outcome FROM notices WHERE kind = 'approval_needed'")
    assert row["outcome"] == "lost"


async def test_a_service_url_outside_the_list_gets_nothing(world: World) -> None:
    heard: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.json_response({"id": "1"}, status=201)

    elsewhere = web.Application()
    elsewhere.router.add_route("*", "/{path:.*}", hear)
    runner = web.AppRunner(elsewhere)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    # A service that answers, on this machine, under a name that the list of hosts does not hold.
    service_url = f"http://localhost:{runner.addresses[0][1]}/"
    token = world.outside.login.sign_activity_token(service_url)
    text = f"unlink {world.people['linked']} from One Login"
    delivery = await world.say(text, token=token, overrides={"serviceUrl": service_url})
    assert delivery.status == 401
    assert await world.bot_rows("SELECT * FROM requests") == []
    assert world.outside.channel.from_bot == []
    # The list may have been longer when a request was opened.
    await world.request("linked")
    await world.bot_rows("UPDATE requests SET service_url = $1", service_url)
    await world.bot_rows("UPDATE channel SET service_url = $1", service_url)
    await world.bot_rows("UPDATE cards SET wanted = wanted + 1, due_at = now()")
    await written(world, "SELECT * FROM cards WHERE attempts > 0")
    await runner.cleanup()
    assert heard == []


async def test_an_edit_that_first_fails_and_then_finds_no_message_is_posted_afresh(world: World) -> None:
    message = await world.request("linked")
    gone = faults.status(404, error="ActivityNotFoundInConversation")
    world.outside.faults.queue("connector", faults.status(503), gone, method="PUT")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert (await world.card("Waiting for a developer to approve")).id != message.id


async def test_posts_that_get_no_id_do_not_flood_the_channel(world: World) -> None:
    world.outside.faults.queue("connector", *[faults.lost_reply()] * 20, method="POST")
    await world.say(f"unlink {world.people['linked']} from One Login")
    await asyncio.sleep(4)
    assert 1 <= len(world.outside.channel.cards) <= 2


async def test_an_edit_whose_reply_was_lost_is_sent_once_more_later(world: World) -> None:
    message = await world.request("linked")
    world.outside.faults.queue("connector", faults.lost_reply(), method="PUT")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    await world.outside.faults.until(lambda calls: len(calls.of("connector", "PUT")) >= 2, 5)
    await asyncio.sleep(0.2)
    [card] = await world.bot_rows("SELECT wanted, confirmed, due_at > now() AS later FROM cards")
    assert card["confirmed"] < card["wanted"]
    assert card["later"]
