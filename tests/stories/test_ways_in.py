"""Every way in: a message that asks for too much, new, the dialog on anybody's message, what is open already, find."""

from __future__ import annotations

import pytest

from practice import activities
from practice.altering import altered
from practice.answers import Dialog
from practice.buttons import titles
from practice.channel import Message
from practice.directory import Person
from practice.outside import AMINA, BEN, DANA, OUTSIDER
from tests.outside.drawn import elements, read
from tests.world import World

CREATE = "create_request"


def values(dialog: Dialog) -> dict[str, str]:
    fields = [each for each in elements(dialog.card) if each["type"].startswith("Input.")]
    return {each["id"]: each.get("value", "") for each in fields}


async def message_of(world: World, text: str, person: Person = BEN) -> Message:
    delivery = await world.say(text, person, mention_bot=False)
    assert delivery.message is not None
    return delivery.message


async def requests(world: World) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in await world.bot_rows("SELECT kind, state FROM requests")]


async def test_a_message_that_asks_for_two_things_is_asked_about_and_goes_on_as_one(world: World) -> None:
    email = world.people["linked"]
    await world.say(f"{email} reset their One Login, unlink or delete them?")
    card = await world.card("Choose what this is about")
    assert email in read(card.card or {})
    assert (
        await world.press(BEN, card, "Change details")
    ).text == "Choose what this is about, then press the button again."
    await world.press(BEN, card, "Change details", kind="unlink_one_login", email=email)
    asked = await world.card("This account can be unlinked")
    assert "Unlink a jobseeker from GOV.UK One Login" in read(asked.card or {})
    [row] = await world.bot_rows("SELECT kind, details->>'text' AS text FROM requests")
    assert (row["kind"], row["text"]) == ("unlink_one_login", None)
    await world.press(AMINA, asked, "Ask a developer", identity_check="own_address")
    await world.approved(await world.card("Waiting for a developer to approve"))
    await world.card("no longer linked")


async def test_new_is_an_empty_form(world: World) -> None:
    await world.say("new", BEN)
    card = await world.card("Choose what this is about")
    await world.press(BEN, card, "Change details", kind="developer_help", text="Look at vacancy 17.")
    await world.press(BEN, await world.card("Check what the developer"), "Ask a developer")
    await world.card("Look at vacancy 17.")


async def test_a_dialog_on_anybodys_message_comes_filled_in_and_opens_a_request_in_its_thread(world: World) -> None:
    email = world.people["linked"]
    message = await message_of(world, f"<p>unlink the One Login of <b>{email}</b> for ticket 48213</p>", DANA)
    dialog = await world.outside.teams.act_on(BEN, message, CREATE)
    assert dialog.title == "New support request"
    filled = values(dialog)
    assert (filled["kind"], filled["email"], filled["ticket"]) == ("unlink_one_login", email, "48213")
    assert await requests(world) == [], "nothing is stored before it is sent"

    closed = await world.outside.teams.act_on(BEN, message, CREATE, filled)
    assert closed == Dialog()
    card = await world.card("This account can be unlinked")
    assert card.root == message.root
    asked = {row["object_id"] for row in await world.bot_rows("SELECT object_id FROM requesters")}
    assert asked == {BEN.object_id, DANA.object_id}, "who wrote it asked for it as well"
    await world.press(BEN, card, "Ask a developer", identity_check="own_address")
    refused = await world.approved(await world.card("Waiting for a developer to approve"), DANA)
    assert "another developer has to decide" in refused.text


async def test_a_dialog_works_when_the_words_are_hopeless(world: World) -> None:
    message = await message_of(world, "see attached :-(")
    filled = values(await world.outside.teams.act_on(AMINA, message, CREATE))
    assert (filled["kind"], filled["email"]) == ("", "")
    again = await world.outside.teams.act_on(AMINA, message, CREATE, {**filled, "text": "kept"})
    assert "Choose what this is about" in read(again.card or {})
    assert values(again)["text"] == "kept", "what was typed is not lost"
    wrong = {"kind": "delete_jobseeker", "email": "not an address"}
    again = await world.outside.teams.act_on(AMINA, message, CREATE, wrong)
    assert "not a valid address" in read(again.card or {})
    assert values(again) == {**values(again), **wrong}
    assert await requests(world) == []
    email = world.people["linked"]
    assert await world.outside.teams.act_on(AMINA, message, CREATE, {**wrong, "email": email}) == Dialog()
    assert await requests(world) == [("delete_jobseeker", "triage")]


async def test_a_dialog_is_for_the_team_only_when_it_opens_and_when_it_is_sent(world: World) -> None:
    message = await message_of(world, f"unlink {world.people['linked']}")
    only = "Only business analysts and developers"
    assert only in (await world.outside.teams.act_on(OUTSIDER, message, CREATE)).text
    sent = {"kind": "unlink_one_login", "email": world.people["linked"]}
    assert only in (await world.outside.teams.act_on(OUTSIDER, message, CREATE, sent)).text
    assert await requests(world) == []


async def test_what_is_open_already_is_joined_from_a_message_and_from_a_dialog(world: World) -> None:
    card = await world.asked()
    email = world.people["linked"]
    await world.say(f"Can you unlink the One Login of {email}?", DANA)
    assert (await world.told("This is open already")).mentioned == [DANA.teams_id]
    message = await message_of(world, "the same once more")
    sent = {"kind": "unlink_one_login", "email": email.upper()}
    assert "This is open already" in (await world.outside.teams.act_on(BEN, message, CREATE, sent)).text
    assert await requests(world) == [("unlink_one_login", "awaiting_approval")]
    await world.card("Amina Yusuf, Dana Reid, Ben Hart")
    assert "another developer has to decide" in (await world.approved(card, DANA)).text


async def test_status_and_find_answer_in_the_thread_without_an_address(world: World) -> None:
    await world.say("status", BEN)
    await world.told("No request is open")
    await world.asked()
    email = world.people["linked"]
    [row] = await world.bot_rows("SELECT code FROM requests")
    for after, words in enumerate(("status", f"status {row['code']}", f"find {email}")):
        await world.say(words, BEN)
        told = await world.told(f"{row['code']}: Unlink One Login. Waiting for a developer to approve", after=after)
        assert email not in told.text
        assert told.mentioned == [BEN.teams_id]
    await world.say("find nobody@example.com", BEN)
    await world.told("There is no such request")
    await world.say("find 109780", BEN)
    await world.told("URN 109780")


@pytest.mark.parametrize("overrides", [{"value.messagePayload.id": "../1"}, {"value": []}])
async def test_a_dialog_about_no_message_says_so(world: World, overrides: dict[str, object]) -> None:
    message = await message_of(world, "words")
    sent = {"kind": "unlink_one_login", "email": world.people["linked"]}
    activity = activities.message_action(world.outside.teams.place, BEN, message, CREATE, when=message.when, data=sent)
    answer = Dialog.of(await world.outside.teams.deliver(altered(activity, overrides)))
    assert "could not read which message" in answer.text
    assert await requests(world) == []


async def test_who_asked_sees_no_buttons_that_are_for_others(world: World) -> None:
    card = await world.asked()
    teams = world.outside.teams
    assert await teams.refresh(DANA, card) is None, "only those who asked are named for it"
    mine = await teams.refresh(AMINA, card)
    assert mine is not None
    assert mine.card is not None
    assert {"Approve", "Reject"}.isdisjoint(titles(mine.card))
    assert "You asked for this" in read(mine.card)
    assert {"Approve", "Reject"} <= set(titles(card.card or {}))
    before = await world.bot_rows("SELECT count(*) FROM audit UNION ALL SELECT count(*) FROM inbox")
    await teams.refresh(AMINA, card)
    assert await world.bot_rows("SELECT count(*) FROM audit UNION ALL SELECT count(*) FROM inbox") == before
    await world.approved(card)
    done = await world.card("no longer linked")
    assert (done.card or {})["refresh"]["userIds"] == []
