"""What people choose and type about a deletion: options, decisions, two approvals, awkward input; over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from handlers.states import State
from practice.buttons import titles
from practice.channel import Message
from practice.outside import AMINA, BEN, DANA, ELIF
from practice.service_database.checksum import checksums
from tests.attacks.moves import deletion
from tests.world import CHECKED, World, living_world

pytestmark = pytest.mark.long

ALERTS = "SELECT id FROM subscriptions WHERE lower(email) = lower($1)"
BY_ADDRESS = "SELECT id FROM feedbacks WHERE lower(email) = lower($1) AND jobseeker_id IS NULL"
ABOUT_ALERTS = f"SELECT id, subscription_id FROM feedbacks WHERE subscription_id IN ({ALERTS})"


async def requested(world: World, email: str) -> Message:
    await world.say(f"Please delete all the data of {email}, they asked us to.")
    return await world.card("Delete a jobseeker's data")


async def deleted(world: World, message: Message) -> Message:
    await world.approved(message)
    await world.press(DANA, message, "Confirm deletion")
    return await world.card("The account and everything listed here are deleted")


# --- what is ticked ---------------------------------------------------------------------------------------------------


async def test_what_is_ticked_goes_and_feedback_about_alerts_only_loses_its_link(world: World) -> None:
    email = world.people["alerts_with_capitals"]
    about = [row["id"] for row in await world.tv_rows(ABOUT_ALERTS, email)]
    assert about and len(await world.tv_rows(ALERTS, email)) == 3 and await world.tv_rows(BY_ADDRESS, email)
    message = await requested(world, email)
    assert "Also stop job alerts sent to this address (3)" in str(message.card)
    ticks = {"stop_alerts": "true", "remove_feedback": "true"}
    await world.press(AMINA, message, "Ask a developer", **CHECKED, **ticks, confirm_email=email)
    waiting = await world.card("Waiting for a developer to approve")
    for words in ("Job alerts to this address are stopped too", "Feedback given with this address is removed too"):
        assert words in str(waiting.card)
    await deleted(world, waiting)
    assert await world.tv_rows(ALERTS, email) == await world.tv_rows(BY_ADDRESS, email) == []
    kept = await world.tv_rows("SELECT subscription_id FROM feedbacks WHERE id = ANY($1::uuid[])", about)
    assert [row["subscription_id"] for row in kept] == [None] * len(about)


async def test_what_is_not_ticked_stays(world: World) -> None:
    email = world.people["alerts_with_capitals"]
    before = [await world.tv_rows(query, email) for query in (ALERTS, BY_ADDRESS, ABOUT_ALERTS)]
    message = await requested(world, email)
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=email)
    await deleted(world, await world.card("Waiting for a developer to approve"))
    assert [await world.tv_rows(query, email) for query in (ALERTS, BY_ADDRESS, ABOUT_ALERTS)] == before


# --- when there are job applications ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inputs", "reply"),
    [
        ({"decision": "keep"}, "we have to keep job applications"),
        ({"decision": "data_protection"}, "passed your request to the data protection team"),
        ({"decision": "other", "note": "The school was asked"}, "what else we can do"),
    ],
)
async def test_each_decision_closes_the_request_with_a_reply_to_send(
    world: World, inputs: dict[str, str], reply: str
) -> None:
    message = await requested(world, world.people["draft_only"])
    assert "Ask a developer" not in titles(message.card or {})
    told = await world.press(BEN, message, "Record decision", **inputs)
    assert reply in str(told.card)
    assert world.people["draft_only"] not in str(told.card)
    assert inputs.get("note", "") in str(told.card)
    await world.told("is closed, the card says what was decided. The card holds a reply to send.")


async def test_words_are_needed_for_another_decision_and_closing_without_one_is_not_offered(world: World) -> None:
    message = await requested(world, world.people["draft_only"])
    refused = await world.press(BEN, message, "Record decision", decision="other")
    assert "Write what was done or decided" in str(refused.text)
    assert "Close" not in titles(message.card or {})
    verb = {"value.action.verb": "close"}
    refused = await world.outside.teams.click(BEN, message, "Record decision", {"note": "x"}, overrides=verb)
    assert "Choose what was decided" in str(refused.text)
    [row] = await world.bot_rows("SELECT state FROM requests")
    assert row["state"] == State.REFERRED_BACK


# --- two approvals ----------------------------------------------------------------------------------------------------


@pytest.fixture
async def careful(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    """A world in which two developers approve every deletion."""
    async with living_world(people, *databases, APPROVALS_TO_DELETE="2") as world:
        yield world


async def test_with_two_approvals_both_developers_approve_and_confirm(careful: World) -> None:
    message = await deletion(careful)
    assert "Two developers have to approve this" in str(message.card)
    await careful.approved(message, DANA)
    reply = await careful.press(DANA, message, "Confirm deletion")
    assert "One more developer has to approve" in str(reply.card)
    assert (await careful.jobseeker("full_profile"))["id"]
    await careful.told("needs another")
    again = await careful.press(DANA, message, "Approve")
    assert "You have approved this already" in str(again.text)
    reply = await careful.approved(message, ELIF)
    assert "You are about to delete" in str(reply.card)
    await careful.press(ELIF, message, "Confirm deletion")
    done = await careful.card("The account and everything listed here are deleted")
    assert "Dana Reid" in str(done.card) and "Elif" in str(done.card)


@pytest.fixture
async def limited(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    """A world in which one developer may approve one deletion a day."""
    async with living_world(people, *databases, DELETIONS_PER_DAY="1") as world:
        yield world


async def test_past_the_days_limit_a_deletion_needs_two(limited: World) -> None:
    await deleted(limited, await deletion(limited, "only_the_row"))
    email = limited.people["full_profile"]
    await limited.say(f"Please delete all the data of {email}, they asked us to.")
    message = await limited.card(email)
    await limited.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=email)
    waiting = await limited.card("because so many requests of this kind were approved today")
    await limited.approved(waiting, DANA)
    reply = await limited.press(DANA, waiting, "Confirm deletion")
    assert "One more developer has to approve" in str(reply.card)
    assert (await limited.jobseeker("full_profile"))["id"]


# --- awkward input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "card", "typed", "said"),
    [
        ("delete all data of ama@example", "Which account is it?", "ama@example", "not a valid address"),
        (
            "delete all data of the account 5b0d5e0c-2f53-4b3e-9c1a-3f8f6a1f2d77",
            "The bot finds accounts by email address only",
            "5b0d5e0c-2f53-4b3e-9c1a-3f8f6a1f2d77",
            "This is an id, not an email address. Nothing was changed.",
        ),
        (
            "delete all data of wren.c\u0430stell@example.com",
            "one that we could not read for certain",
            "wren.c\u0430stell@example.com",
            "letters that only look like plain ones",
        ),
        (
            "delete all data of wren.castell@example.com and milo.fenn@example.net",
            "more than one address",
            "wren.castell@example.com milo.fenn@example.net",
            "not a valid address",
        ),
        (
            "delete all data of nobody.here@example.com",
            "There is no account with this email address",
            "nobody",
            "not a valid address",
        ),
    ],
    ids=["malformed", "an id", "look-alike letters", "two addresses", "nobody"],
)
async def test_an_address_that_leads_nowhere_is_asked_for_and_nothing_changes(
    world: World, text: str, card: str, typed: str, said: str
) -> None:
    connection = await asyncpg.connect(world.tv_url)
    before = await checksums(connection)
    await world.say(text)
    message = await world.card("Delete a jobseeker's data")
    assert card in str(message.card)
    assert "Ask a developer" not in titles(message.card or {})
    refused = await world.press(AMINA, message, "Change details", email=typed)
    assert said in str(refused.text)
    reply = await world.press(AMINA, message, "Change details", email=world.people["only_the_row"])
    assert "this person's data can be deleted" in str(reply.card)
    assert await checksums(connection) == before
    await connection.close()


async def test_of_two_accounts_apart_from_capitals_the_one_typed_exactly_is_deleted(world: World) -> None:
    lower, capitals = world.people["capitals_twin_lower"], world.people["capitals_twin"]
    message = await requested(world, lower)
    assert "More than one account has this address" in str(message.card)
    assert lower in str(message.card) and capitals in str(message.card)
    assert "Ask a developer" not in titles(message.card or {})
    reply = await world.press(AMINA, message, "Change details", email=capitals)
    assert "Another account has the same address apart from capital letters" in str(reply.card)
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=lower)
    await deleted(world, await world.card("Waiting for a developer to approve"))
    left = await world.tv_rows("SELECT email FROM jobseekers WHERE lower(email) = $1", lower)
    assert [row["email"] for row in left] == [lower]


@pytest.mark.parametrize("begun", ["before it is asked", "while it waits", "between Approve and Confirm deletion"])
async def test_a_draft_begun_at_any_moment_wins(world: World, begun: str) -> None:
    email = world.people["only_the_row"]

    async def begin(moment: str) -> None:
        if moment == begun:
            await world.tv_rows(
                "INSERT INTO job_applications (jobseeker_id, vacancy_id, status, created_at, updated_at)"
                " SELECT j.id, (SELECT id FROM vacancies ORDER BY id LIMIT 1), 0, now(), now()"
                " FROM jobseekers j WHERE j.email = $1",
                email,
            )

    message = await requested(world, email)
    await begin("before it is asked")
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=email)
    waiting = await world.card("Waiting for a developer to approve")
    await begin("while it waits")
    await world.approved(waiting)
    await begin("between Approve and Confirm deletion")
    await world.press(DANA, waiting, "Confirm deletion")
    back = await world.card("This person has job applications, so nothing is deleted and nothing was changed")
    assert "Draft" in str(back.card)
    await world.told("is back with you")
    assert await world.tv_rows("SELECT id FROM jobseekers WHERE email = $1", email)


# --- by hand ----------------------------------------------------------------------------------------------------------


async def test_a_deletion_by_hand_ends_masked_and_asks_for_the_message_to_be_deleted(world: World) -> None:
    email = world.people["embedded_file"]
    message = await requested(world, email)
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=email)
    by_hand = await world.card("With a developer, to do by hand")
    reply = await world.press(ELIF, by_hand, "Mark done", note="Ran destroy in the console")
    assert email not in str(reply.card)
    assert "delete your message" in str(reply.card)
    assert "delete your message" in (await world.told("is done")).text
