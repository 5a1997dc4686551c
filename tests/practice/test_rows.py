"""The page's side panel sees every row that a deletion takes, changes or leaves, and those alone."""

from __future__ import annotations

import asyncpg
import pytest

from handlers.holdings import Options
from practice.page.rows import compared, person_rows
from practice.service_database.people import EMAILS, Situation
from tests.erasure.tv import EVERYTHING, opened


@pytest.mark.parametrize("options", [Options(), EVERYTHING])
async def test_what_goes_is_seen_to_go_and_what_changes_to_change(databases: tuple[str, str], options: Options) -> None:
    email = EMAILS[Situation.FULL_PROFILE]
    async with opened(databases[1]) as tv:
        before = await person_rows(tv.owner, email)
        holdings = await tv.held(Situation.FULL_PROFILE)
        taken = await tv.erase(holdings, options)
        lines = {line["name"]: line for line in compared(before, await person_rows(tv.owner, email, before))["tables"]}
    names = {"feedbacks_by_address": "feedbacks by address", "feedbacks_of_alerts": "feedbacks about job alerts"}
    for step, number in taken.items():
        if step == "jobseekers" or not number:
            continue
        line = lines.pop(names.get(step, step))
        assert line["before"] - (0 if isinstance(line["now"], str) else line["now"]) >= number, line
        assert line["changed"]
    assert lines.pop("noticed_events")["now"] == "2, changed"
    assert lines.pop("emergency_login_keys")["changed"] is False
    assert all(not line["changed"] for line in lines.values()) or options is EVERYTHING


async def test_a_row_that_lost_its_owner_is_still_found(databases: tuple[str, str]) -> None:
    """As a deletion in the wrong order would leave it."""
    connection = await asyncpg.connect(databases[1])
    email = EMAILS[Situation.FULL_PROFILE]
    before = await person_rows(connection, email)
    await connection.execute("UPDATE noticed_notifications SET recipient_id = gen_random_uuid()")
    now = await person_rows(connection, email, before)
    await connection.close()
    assert now["tables"]["noticed_notifications"]["count"] == before["tables"]["noticed_notifications"]["count"]


async def test_nobody_has_no_rows(databases: tuple[str, str]) -> None:
    connection = await asyncpg.connect(databases[1])
    assert await person_rows(connection, "nobody.here@example.com") == {"accounts": [], "tables": {}}
    alone = await person_rows(connection, EMAILS[Situation.ALERTS_ONLY])
    await connection.close()
    assert alone["accounts"] == []
    assert alone["tables"]["subscriptions"]["count"] == 2
