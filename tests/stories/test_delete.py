"""The story of a deletion, over HTTP with signed tokens: from the BA's message to rows that are gone, or are not."""

from __future__ import annotations

import asyncpg
import pytest

from handlers.states import State
from practice.channel import Message
from practice.outside import AMINA, BEN, DANA, ELIF
from practice.service_database.checksum import checksums
from tests.world import CHECKED, World

LEFT_OVERS = "SELECT count(*) AS number FROM jobseekers WHERE email = $1"


async def requested(world: World, situation: str) -> Message:
    await world.say(f"Please delete all the data of {world.people[situation]}, they asked us to.")
    return await world.card("Delete a jobseeker's data")


async def asked(world: World, situation: str, **ticks: str) -> Message:
    message = await requested(world, situation)
    given = {**CHECKED, "confirm_email": world.people[situation], **ticks}
    reply = await world.press(AMINA, message, "Ask a developer", **given)
    assert "Waiting for a developer" in str(reply.card), reply.text
    return await world.card("Waiting for a developer to approve")


async def gone(world: World, situation: str) -> bool:
    [row] = await world.tv_rows(LEFT_OVERS, world.people[situation])
    return bool(row["number"] == 0)


async def test_a_profile_without_applications_is_deleted_after_approve_and_confirm(world: World) -> None:
    message = await requested(world, "full_profile")
    assert "What will be deleted" in str(message.card)
    assert "What stays" in str(message.card)
    refused = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert "Type the email address again" in str(refused.text)
    refused = await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email="other@example.com")
    assert "The two email addresses differ" in str(refused.text)
    typed = world.people["full_profile"].upper()
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=typed)
    await world.card("Waiting for a developer to approve")

    reply = await world.approved(message)
    assert "You are about to delete" in str(reply.card)
    assert world.people["full_profile"] in str(reply.card)
    assert not await gone(world, "full_profile")
    assert "You are about to delete" not in str(world.outside.channel.find(message).card)
    reply = await world.press(DANA, message, "Confirm deletion")
    assert "Approved" in str(reply.card)

    done = await world.card("The account and everything listed here are deleted")
    assert await gone(world, "full_profile")
    assert world.people["full_profile"] not in str(done.card)
    assert "delete your message" in str(done.card)
    await world.outside.channel.until(
        lambda c: [m for m in c.from_bot if "is done" in m.text and "delete your message" in m.text]
    )


@pytest.mark.parametrize("situation", ["draft_only", "every_status"])
async def test_with_job_applications_nothing_is_deleted_and_the_team_decides(world: World, situation: str) -> None:
    connection = await asyncpg.connect(world.tv_url)
    before = await checksums(connection)
    message = await requested(world, situation)
    assert "This person has job applications" in str(message.card)
    assert "Approve" not in str(message.card)

    shown = await world.press(BEN, message, "Show applications")
    assert "Teacher of" in str(shown.card)
    assert "Teacher of" not in str(world.outside.channel.find(message).card)
    reply = await world.press(AMINA, message, "Record decision", decision="keep")
    assert "we have to keep job applications" in str(reply.card)
    assert (await world.bot_rows("SELECT state FROM requests"))[0]["state"] == State.CLOSED
    assert await checksums(connection) == before
    await connection.close()


async def test_an_application_begun_after_the_approval_was_asked_for_wins(world: World) -> None:
    message = await asked(world, "full_profile")
    await world.tv_rows(
        "INSERT INTO job_applications (jobseeker_id, vacancy_id, status, created_at, updated_at)"
        " SELECT j.id, (SELECT id FROM vacancies ORDER BY id LIMIT 1), 0, now(), now() FROM jobseekers j"
        " WHERE j.email = $1",
        world.people["full_profile"],
    )
    await world.approved(message)
    await world.press(DANA, message, "Confirm deletion")
    back = await world.card("This person has job applications")
    assert "Draft" in str(back.card)
    assert not await gone(world, "full_profile")


async def test_job_alerts_alone_are_stopped_when_there_is_no_account(world: World) -> None:
    message = await requested(world, "alerts_only")
    assert "There is no account with this email address, but there are job alerts" in str(message.card)
    given = {**CHECKED, "confirm_email": world.people["alerts_only"]}
    refused = await world.press(AMINA, message, "Ask a developer", **given)
    assert "Tick that job alerts are to be stopped" in str(refused.text)
    await world.press(AMINA, message, "Ask a developer", **given, stop_alerts="true")
    await world.card("Waiting for a developer to approve")
    await world.approved(message)
    await world.press(DANA, message, "Confirm deletion")
    await world.card("The job alerts are stopped and deleted")
    left = await world.tv_rows(
        "SELECT count(*) AS number FROM subscriptions WHERE lower(email) = lower($1)", world.people["alerts_only"]
    )
    assert left[0]["number"] == 0


@pytest.mark.parametrize("situation", ["embedded_file", "messages_moved"])
async def test_what_plain_sql_cannot_delete_goes_to_a_developer(world: World, situation: str) -> None:
    message = await requested(world, situation)
    given = {**CHECKED, "confirm_email": world.people[situation]}
    await world.press(AMINA, message, "Ask a developer", **given)
    card = await world.card("With a developer, to do by hand")
    assert "make production railsc" in str(card.card)
    assert not await gone(world, situation)


async def test_a_schema_that_we_do_not_know_stops_deletions_and_nothing_else(world: World) -> None:
    message = await asked(world, "full_profile")
    await world.tv_rows("CREATE TABLE new_things (id uuid, jobseeker_id uuid REFERENCES jobseekers (id))")
    await world.approved(message)
    await world.press(DANA, message, "Confirm deletion")
    await world.card("has changed in a way that the bot does not know")
    assert not await gone(world, "full_profile")


async def test_an_unlink_is_undone_by_a_request_of_its_own(world: World) -> None:
    before = await world.jobseeker("linked")
    message = await world.asked("linked")
    await world.approved(message)
    done = await world.card("no longer linked")
    reply = await world.press(BEN, done, "Undo unlink")
    assert "A request to undo this is in this thread" in str(reply.card)
    again = await world.card("Undo an unlink")
    await world.press(BEN, again, "Ask a developer", **CHECKED)
    again = await world.card("Waiting for a developer to approve")
    assert "another developer" not in str((await world.approved(again, ELIF)).text)
    await world.card("The old GOV.UK One Login is back on the account")
    after = await world.jobseeker("linked")
    assert after["govuk_one_login_id"] == before["govuk_one_login_id"]
