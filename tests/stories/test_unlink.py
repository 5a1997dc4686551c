"""The story of an unlink request, over HTTP with signed tokens, from the BA's message to the changed row."""

from __future__ import annotations

import asyncpg

from practice.outside import AMINA, DANA
from practice.service_database.checksum import checksums, rows
from tests.world import CHECKED, World


async def test_a_ba_asks_a_developer_approves_and_one_row_changes(world: World) -> None:
    connection = await asyncpg.connect(world.tv_url)
    before, people_before = await checksums(connection), await rows(connection, "jobseekers")
    who = await world.jobseeker("linked")
    assert who["govuk_one_login_id"]

    message = await world.request("linked")
    assert who["email"] in str(message.card)
    assert "This account can be unlinked" in str(message.card)

    reply = await world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert "Waiting for a developer to approve" in str(reply.card)
    await world.outside.channel.until(lambda c: [m for m in c.from_bot if DANA.teams_id in m.mentioned])

    refused = await world.press(DANA, message, "Approve")
    assert "s189 TV production PIM" in str(refused.text)
    assert (await world.jobseeker("linked"))["govuk_one_login_id"] == who["govuk_one_login_id"]

    reply = await world.approved(message)
    assert "Approved" in str(reply.card)
    done = await world.card("no longer linked")
    assert "Reply you can send" in str(done.card)
    assert who["email"] not in str(done.card)
    await world.outside.channel.until(
        lambda c: [m for m in c.from_bot if "is done" in (m.text or "") and AMINA.teams_id in str(m.mentioned)]
    )

    after, people_after = await checksums(connection), await rows(connection, "jobseekers")
    await connection.close()
    assert {table for table in before if before[table] != after[table]} == {"jobseekers"}
    changed = {key: row for key, row in people_after.items() if row != people_before[key]}
    assert list(changed) == [str(who["id"])]
    columns = {name for name, value in changed[str(who["id"])].items() if value != people_before[str(who["id"])][name]}
    assert columns == {"govuk_one_login_id", "updated_at"}
    assert changed[str(who["id"])]["govuk_one_login_id"] is None
