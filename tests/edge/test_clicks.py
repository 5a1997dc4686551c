"""Clicks that a card of ours never makes: refused in a sentence, on the record, with no other effect."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.states import State
from practice.altering import DROP
from practice.outside import AMINA, BEN, DANA
from tests.world import CHECKED, World


async def untouched(world: World) -> None:
    [request] = await world.bot_rows("SELECT state FROM requests")
    assert request["state"] == State.AWAITING_APPROVAL
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]


async def last_record(world: World) -> dict[str, Any]:
    return (await world.bot_rows("SELECT * FROM audit ORDER BY seq DESC LIMIT 1"))[0]


@pytest.mark.parametrize("spelt", [str.upper, lambda each: "{" + each + "}", lambda each: f"urn:uuid:{each}"])
async def test_another_spelling_of_ones_id_is_still_oneself(world: World, spelt: Any) -> None:
    message = await world.asked("linked", person=DANA)
    world.outside.directory.activate(DANA)
    overrides = {"from.aadObjectId": spelt(DANA.object_id)}
    reply = await world.outside.teams.click(DANA, message, "Approve", overrides=overrides)
    assert "another developer" in str(reply.text) or "works only in" in str(reply.text)
    await untouched(world)


@pytest.mark.parametrize("trigger", [None, "automatic"])
async def test_what_a_client_sends_by_itself_is_no_click(world: World, trigger: Any) -> None:
    message = await world.asked()
    world.outside.directory.activate(DANA)
    reply = await world.outside.teams.click(DANA, message, "Approve", trigger=trigger)
    assert "nobody pressed the button" in str(reply.text)
    assert (await last_record(world))["code"] == "not_a_click"
    await untouched(world)


SHAPES: dict[str, dict[str, Any]] = {
    "no value": {"value": DROP},
    "value a list": {"value": [1]},
    "data a string": {"value.action.data": "x"},
    "no verb": {"value.action.verb": DROP},
    "unknown verb": {"value.action.verb": "delete_everything"},
    "verb a list": {"value.action.verb": ["approve"]},
    "no request": {"value.action.data.request": DROP},
    "request of nobody": {"value.action.data.request": "11111111-2222-3333-4444-555555555555"},
    "version a string": {"value.action.data.version": "x"},
    "version huge": {"value.action.data.version": 10**30},
    "version old": {"value.action.data.version": 1},
    "no version": {"value.action.data.version": DROP},
    "digest changed": {"value.action.data.digest": "0" * 64},
    "no digest": {"value.action.data.digest": DROP},
}


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES.keys())
async def test_a_tampered_button_does_nothing_and_is_on_the_record(world: World, changes: dict[str, Any]) -> None:
    message = await world.asked()
    world.outside.directory.activate(DANA)
    reply = await world.outside.teams.click(DANA, message, "Approve", overrides=changes)
    assert reply.http_status == 200
    assert "Nothing was done" in str(reply.text or reply.card)
    assert (await last_record(world))["action"].startswith("refused:")
    await untouched(world)


async def test_one_requests_button_on_another_requests_card_does_nothing(world: World) -> None:
    waiting = await world.asked()
    await world.say(f"unlink {world.people['closed']} from One Login")
    other = await world.card("The account is closed")
    world.outside.directory.activate(DANA)
    reply = await world.outside.teams.click(DANA, other, "Approve", card=waiting.card)
    assert "another thread" in str(reply.text)
    assert (await last_record(world))["code"] == "not_this_thread"
    row = await world.bot_rows("SELECT state FROM requests WHERE state = 'awaiting_approval'")
    assert len(row) == 1


async def test_a_choice_that_the_card_does_not_offer_is_refused(world: World) -> None:
    message = await world.request("linked")
    for button in ("Ask a developer", "Change details"):
        reply = await world.outside.teams.click(
            AMINA, message, button, {"identity_check": "canary@secret.example"}, check=False
        )
        assert "how you checked" in str(reply.text)
    await world.press(AMINA, message, "Cancel")
    assert "canary" not in str(await world.bot_rows("SELECT * FROM requests"))


@pytest.mark.parametrize("text", ["a\u0000b", "\ud800", "x" * 501, "\u202etxet"])
async def test_odd_characters_never_put_the_bot_out_of_order(world: World, text: str) -> None:
    message = await world.request("linked")
    inputs = {"identity_check": "other", "identity_note": text, "ticket": text}
    reply = await world.outside.teams.click(AMINA, message, "Ask a developer", inputs, check=False)
    assert reply.http_status == 200
    assert "out of order" not in str(reply.text)
    assert "own database" not in str(reply.text)


async def test_odd_names_and_ids_never_put_the_bot_out_of_order(world: World) -> None:
    changes = {"from.name": "A" * 90_000 + "\u0000", "from.id": "29:\u0000", "id": "17\u0000"}
    text = f"unlink {world.people['linked']} from One Login"
    assert (await world.say(text, overrides=changes)).status == 200
    card = await world.card("This account can be unlinked")
    assert len(str(card.card)) < 21_000


async def test_nulls_count_as_not_there(world: World) -> None:
    for field in ("entities", "attachments", "from.aadObjectId", "channelData.team", "recipient", "text"):
        delivery = await world.say("hello", overrides={field: None})
        assert delivery.status == 200, field


async def test_others_who_asked_are_told_and_the_one_who_pressed_is_not(world: World) -> None:
    message = await world.request("linked")
    await world.press(BEN, message, "Change details", ticket="Z-99")
    message = await world.card("Z-99")
    await world.press(BEN, message, "Resolved by BA")
    told = await world.outside.channel.until(lambda c: [m for m in c.from_bot if "resolved by a BA" in m.text])
    assert told[0].mentioned == [AMINA.teams_id]


async def test_a_cancelled_request_hides_the_addresses(world: World) -> None:
    one, two = world.people["linked"], world.people["closed"]
    await world.say(f"unlink the One Login of {one} and {two}")
    message = await world.card("more than one address")
    reply = await world.press(AMINA, message, "Cancel")
    assert "Cancelled" in str(reply.card)
    assert one not in str(reply.card)
    assert two not in str(reply.card)


async def test_a_connection_that_died_in_the_pool_costs_no_approval(world: World) -> None:
    message = await world.asked()
    for query in (world.tv_rows, world.bot_rows):
        await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await world.approved(message)
    await world.card("no longer linked")


async def test_the_reply_to_send_fits_what_the_next_sign_in_does(world: World) -> None:
    message = await world.request("merge_blocked")
    await world.press(AMINA, message, "Change details", current_email=world.people["merge_blocked_new"])
    message = await world.card("The two are never merged")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    await world.card("Waiting for a developer")
    await world.approved(message)
    done = await world.card("no longer linked")
    assert "You have a second Teaching Vacancies account" in str(done.card)
    assert "it will be linked to your GOV.UK One Login" not in str(done.card)
