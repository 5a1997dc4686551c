"""The action against others who change the same rows at the same moment, on a real service database."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from handlers.execute import run_next
from handlers.states import State
from handlers.terms import Result
from tests.faults.desk import desk

Urls = tuple[str, str]
People = dict[str, str]
NEW = "urn:fdc:gov.uk:2022:linked-a-moment-ago"


@pytest.mark.parametrize("column", ["govuk_one_login_id", "email_opt_out_comment"])
async def test_a_sign_in_that_is_not_yet_committed_is_waited_for_and_then_respected(
    databases: Urls, people: People, column: str
) -> None:
    other = await asyncpg.connect(databases[1])
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        signing_in = other.transaction()
        await signing_in.start()
        await other.execute(f"UPDATE jobseekers SET {column} = $1 WHERE email = $2", NEW, people["linked"])
        running = asyncio.create_task(run_next(uuid4(), here.ports))
        await asyncio.sleep(0.3)
        assert not running.done()
        await signing_in.commit()
        await running
        ended = await here.now(request.id)
    [row] = await other.fetch("SELECT * FROM jobseekers WHERE email = $1", people["linked"])
    await other.close()
    assert row[column] == NEW
    if column == "govuk_one_login_id":
        assert (ended.state, ended.result) == (State.FAILED, Result.CHANGED_SINCE_SHOWN)
    else:
        assert (ended.state, row["govuk_one_login_id"]) == (State.DONE, None)


async def test_a_row_that_stays_locked_is_given_up_after_two_seconds_and_nothing_is_changed(
    databases: Urls, people: People
) -> None:
    other = await asyncpg.connect(databases[1])
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        async with other.transaction():
            await other.execute("SELECT 1 FROM jobseekers WHERE email = $1 FOR UPDATE", people["linked"])
            await asyncio.wait_for(run_next(uuid4(), here.ports), 4)
            ended = await here.now(request.id)
        assert (ended.state, ended.result) == (State.FAILED, Result.COULD_NOT_REACH)
        assert await other.fetchval("SELECT govuk_one_login_id FROM jobseekers WHERE email = $1", people["linked"])
    await other.close()


CHANGES = {
    "another address": "UPDATE jobseekers SET email = 'somebody.else@example.com' WHERE id = $1",
    "closed": "UPDATE jobseekers SET account_closed_on = '2026-11-21' WHERE id = $1",
    "opened": "UPDATE jobseekers SET account_closed_on = NULL WHERE id = $1",
    "opted out": "UPDATE jobseekers SET email_opt_out = true, email_opt_out_reason = 1 WHERE id = $1",
    "linked anew": f"UPDATE jobseekers SET govuk_one_login_id = '{NEW}' WHERE id = $1",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_anything_that_the_decision_rests_on_stops_the_action_when_it_changed(
    databases: Urls, people: People, change: str
) -> None:
    who = people["closed"] if "NULL" in change else people["linked"]
    other = await asyncpg.connect(databases[1])
    async with desk(*databases) as here:
        request = await here.approved(who)
        assert request.evidence is not None and request.evidence.account is not None
        await other.execute(change, request.evidence.account.id)
        await run_next(uuid4(), here.ports)
        ended = await here.now(request.id)
        assert (ended.state, ended.result) == (State.FAILED, Result.CHANGED_SINCE_SHOWN)
        query = "SELECT govuk_one_login_id FROM jobseekers WHERE id = $1"
        assert await other.fetchval(query, request.evidence.account.id)
    await other.close()


async def test_a_second_account_made_meanwhile_stops_the_action(databases: Urls, people: People) -> None:
    other = await asyncpg.connect(databases[1])
    async with desk(*databases) as here:
        request = await here.approved(people["linked"], "brand.new@example.com")
        await other.execute(
            "INSERT INTO jobseekers (email, govuk_one_login_id, created_at, updated_at)"
            " VALUES ('brand.new@example.com', 'urn:new', now(), now())"
        )
        await run_next(uuid4(), here.ports)
        assert (await here.now(request.id)).result is Result.CHANGED_SINCE_SHOWN
    await other.close()


async def test_a_person_who_is_gone_or_not_linked_any_more_is_a_named_outcome(databases: Urls, people: People) -> None:
    other = await asyncpg.connect(databases[1])
    async with desk(*databases) as here:
        unlinked = await here.approved(people["linked"])
        await other.execute("UPDATE jobseekers SET govuk_one_login_id = NULL WHERE email = $1", people["linked"])
        await run_next(uuid4(), here.ports)
        assert (await here.now(unlinked.id)).state is State.NOTHING_TO_DO
        gone = await here.approved(people["second_account_new"])
        await other.execute("DELETE FROM jobseekers WHERE email = $1", people["second_account_new"])
        await run_next(uuid4(), here.ports)
        ended = await here.now(gone.id)
        assert (ended.state, ended.result) == (State.FAILED, Result.ACCOUNT_GONE)
        failing = await here.approved(people["opt_out_with_reason"])
        await other.execute(
            "UPDATE jobseekers SET email_opt_out = true, email_opt_out_reason = NULL WHERE email = $1",
            people["opt_out_with_reason"],
        )
        await run_next(uuid4(), here.ports)
        assert (await here.now(failing.id)).state is State.REFERRED_BACK
    await other.close()
