"""What was shown is what runs, for deletions: anything else under the lock or in the payload, and nothing goes."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from practice.outside import BEN, DANA
from practice.service_database.checksum import checksums
from tests.attacks.moves import deletion
from tests.attacks.watch import Seen
from tests.world import CHECKED, World

pytestmark = pytest.mark.long

HERS = "(SELECT id FROM jobseekers WHERE email = $1)"
TIMES = "'2026-11-20', '2026-11-20'"
CHANGES = {
    "a job saved": (
        "INSERT INTO saved_jobs (jobseeker_id, vacancy_id, created_at, updated_at)"
        f" SELECT {HERS}, id, {TIMES} FROM vacancies WHERE id NOT IN"
        f" (SELECT vacancy_id FROM saved_jobs WHERE jobseeker_id = {HERS}) LIMIT 1"
    ),
    "a saved job removed": (
        f"DELETE FROM saved_jobs WHERE id = (SELECT id FROM saved_jobs WHERE jobseeker_id = {HERS} ORDER BY id LIMIT 1)"
    ),
    "a qualification removed": (
        "WITH one AS (SELECT q.id FROM qualifications q JOIN jobseeker_profiles p ON p.id = q.jobseeker_profile_id"
        f" WHERE p.jobseeker_id = {HERS} LIMIT 1), results AS"
        " (DELETE FROM qualification_results WHERE qualification_id IN (SELECT id FROM one))"
        " DELETE FROM qualifications WHERE id IN (SELECT id FROM one)"
    ),
    "feedback given": (
        "INSERT INTO feedbacks (jobseeker_id, feedback_type, comment, created_at, updated_at)"
        f" SELECT {HERS}, feedback_type, 'x', {TIMES} FROM feedbacks LIMIT 1"
    ),
    "the address changed": "UPDATE jobseekers SET email = 'somebody.else@example.com' WHERE email = $1",
    "capitals in the address": "UPDATE jobseekers SET email = initcap(email) WHERE email = $1",
}


async def confirmed(world: World, message: Any) -> None:
    await world.approved(message)
    await world.press(DANA, message, "Confirm deletion")


async def change(world: World, query: str, situation: str = "full_profile") -> dict[str, str]:
    """Do it as the service would; the checksums of all tables afterwards."""
    await world.tv_rows(query, world.people[situation])
    return await sums(world)


async def sums(world: World) -> dict[str, str]:
    connection = await asyncpg.connect(world.tv_url)
    try:
        return await checksums(connection)
    finally:
        await connection.close()


@pytest.mark.parametrize("query", CHANGES.values(), ids=CHANGES.keys())
async def test_what_changed_after_the_approval_was_asked_for_stops_the_deletion(world: World, query: str) -> None:
    message, before = await deletion(world), await sums(world)
    after = await change(world, query)
    assert after != before
    await confirmed(world, message)
    card = await world.card("The account changed after it was approved")
    assert "Not done, nothing was changed" in str(card.card)
    await world.told("was not done and nothing was changed")
    assert await sums(world) == after


async def test_a_profile_begun_meanwhile_stops_it(world: World) -> None:
    message = await deletion(world, "only_the_row")
    query = (
        f"INSERT INTO jobseeker_profiles (jobseeker_id, active, created_at, updated_at) SELECT {HERS}, false, {TIMES}"
    )
    after = await change(world, query, "only_the_row")
    await confirmed(world, message)
    await world.card("The account changed after it was approved")
    assert await sums(world) == after


async def test_an_account_deleted_meanwhile_is_said_to_be_gone(world: World) -> None:
    message = await deletion(world, "only_the_row")
    after = await change(world, "DELETE FROM jobseekers WHERE email = $1", "only_the_row")
    await confirmed(world, message)
    card = await world.card("The account is no longer there. Nothing was changed.")
    assert "Not done, nothing was changed" in str(card.card)
    assert await sums(world) == after


async def test_options_ticked_otherwise_in_the_bots_own_database_are_not_the_approved_ones(world: World) -> None:
    message, before = await deletion(world), await sums(world)
    await world.bot_rows("UPDATE requests SET details = jsonb_set(details, '{stop_alerts}', 'true')")
    await confirmed(world, message)
    await world.card("The account changed after it was approved")
    assert await sums(world) == before


TWIN = (
    "INSERT INTO jobseekers (email, sign_in_count, created_at, updated_at)"
    f" SELECT upper($1), 0, {TIMES} FROM jobseekers LIMIT 1"
)


async def test_a_second_account_with_capitals_is_never_deleted_for_the_first(world: World) -> None:
    """The card named one account by its id: that one goes, and the one that turned up beside it stays."""
    message = await deletion(world)
    await world.tv_rows(TWIN, world.people["full_profile"])
    await confirmed(world, message)
    await world.card("The account and everything listed here are deleted")
    left = await world.tv_rows("SELECT email FROM jobseekers WHERE lower(email) = $1", world.people["full_profile"])
    assert [row["email"] for row in left] == [world.people["full_profile"].upper()]


async def test_a_second_account_that_takes_a_job_alert_along_stops_the_deletion(world: World) -> None:
    email = world.people["alerts_with_capitals"]
    await world.say(f"Please delete all the data of {email}, they asked us to.")
    message = await world.card("Delete a jobseeker's data")
    await world.press(BEN, message, "Ask a developer", **CHECKED, confirm_email=email, stop_alerts="true")
    message = await world.card("Waiting for a developer to approve")
    after = await change(world, TWIN, "alerts_with_capitals")
    await confirmed(world, message)
    await world.card("The account changed after it was approved")
    assert await sums(world) == after


async def test_an_account_opened_beside_job_alerts_stops_it(world: World) -> None:
    email = world.people["alerts_only"]
    await world.say(f"Please delete all the data of {email}, they asked us to.")
    message = await world.card("Delete a jobseeker's data")
    await world.press(BEN, message, "Ask a developer", **CHECKED, confirm_email=email, stop_alerts="true")
    message = await world.card("Waiting for a developer to approve")
    after = await change(world, TWIN, "alerts_only")
    await confirmed(world, message)
    await world.card("The account changed after it was approved")
    assert await sums(world) == after


TAMPERED: dict[str, dict[str, Any]] = {
    "another digest": {"value.action.data.digest": "0" * 64},
    "no digest": {"value.action.data.digest": None},
    "an earlier version": {"value.action.data.version": 1},
    "another request": {"value.action.data.request": "11111111-1111-1111-1111-111111111111"},
    "confirmed at once": {"value.action.verb": "confirm_deletion"},
    "an unheard-of verb": {"value.action.verb": "delete_now"},
    "a refresh": {"value.trigger": "automatic"},
}


@pytest.mark.parametrize("changes", TAMPERED.values(), ids=TAMPERED.keys())
async def test_a_payload_that_was_tampered_with_deletes_nothing(world: World, changes: dict[str, Any]) -> None:
    message = await deletion(world)
    before = await Seen.now(world)
    await world.outside.teams.click(DANA, message, "Approve", card=message.card, overrides=changes)
    after = await Seen.now(world)
    assert (after.requests, after.service, after.bot) == (before.requests, before.service, before.bot)
    [record] = after.since(before)
    assert record["action"].startswith("refused:")


async def test_what_else_a_payload_carries_is_not_believed(world: World) -> None:
    """A subject, options or a kind in the data of a button: the rest comes from the bot's own database."""
    message = await deletion(world)
    other = world.people["linked"]
    lies = {
        "value.action.data.subject": other,
        "value.action.data.email": other,
        "value.action.data.stop_alerts": "true",
        "value.action.data.kind": "unlink_one_login",
    }
    for verb in ("Approve", "Confirm deletion"):
        await world.outside.teams.click(DANA, message, verb, overrides=lies)
    await world.card("The account and everything listed here are deleted")
    [row] = await world.tv_rows(
        "SELECT count(*) AS left FROM subscriptions WHERE email = $1", world.people["full_profile"]
    )
    assert row["left"]
    assert (await world.jobseeker("linked"))["govuk_one_login_id"]
