"""`doctor` and the databases: each seeded fault is named by the right check, and by no other."""

from __future__ import annotations

import pytest

from bot.checks import databases as checks
from tests.outside.ground import Ground

BOT, SERVICE = 0, 1

SEEDED = {
    "an older schema": (BOT, "UPDATE alembic_version SET version_num = '0001'", "bot database: schema", "0001"),
    "a column that is gone": (
        BOT,
        "ALTER TABLE cards DROP COLUMN unsure",
        "bot database: tables",
        "cards.unsure is missing",
    ),
    "a column too many": (
        BOT,
        "ALTER TABLE cards ADD COLUMN colour text",
        "bot database: tables",
        "cards.colour is not of this version",
    ),
    "an index that is gone": (BOT, "DROP INDEX uq_cards_live", "bot database: tables", "uq_cards_live is missing"),
    "a column of another type": (
        BOT,
        "ALTER TABLE notices ALTER COLUMN attempts TYPE text",
        "bot database: tables",
        "notices.attempts is different",
    ),
    "an audit that may be changed": (
        BOT,
        "ALTER TABLE audit DISABLE TRIGGER audit_rows",
        "bot database: tables",
        "trigger audit_rows on audit is missing or switched off",
    ),
    "a right too few in our own": (
        BOT,
        "REVOKE UPDATE ON requests FROM tv_support_bot",
        "bot database: rights",
        "may not UPDATE requests.state",
    ),
    "a right too many in our own": (
        BOT,
        "GRANT DELETE ON audit TO tv_support_bot",
        "bot database: rights",
        "may DELETE audit, which is not granted",
    ),
    "an audit without its head": (BOT, "UPDATE audit_head SET seq = 7", "audit: chain and anchor", "record 7"),
    "a right too many in theirs": (
        SERVICE,
        "GRANT DELETE ON job_applications TO tv_support_bot",
        "service database: rights",
        "DELETE job_applications",
    ),
    "a right too few in theirs": (
        SERVICE,
        "REVOKE DELETE ON saved_jobs FROM tv_support_bot",
        "service database: rights",
        "may not DELETE saved_jobs",
    ),
    "a new link to a jobseeker": (
        SERVICE,
        "ALTER TABLE vacancies ADD jobseeker_id uuid",
        "service database: erasure map",
        "vacancies.jobseeker_id",
    ),
}
# The rights on a table are rights on each of its columns.
ALSO = {seed: {"bot database: rights"} for seed in ("a column too many", "a column that is gone")}


@pytest.mark.parametrize("seed", SEEDED)
async def test_what_is_not_as_it_should_be_is_named(ground: Ground, seed: str) -> None:
    database, statement, check, words = SEEDED[seed]
    await ground.sql(database, statement)
    found = await ground.wrong()
    assert words in " ".join(found.pop(check))
    assert set(found) <= ALSO.get(seed, set())


async def test_a_server_that_is_too_old_is_named_in_both(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST", 990000)
    found = await ground.wrong()
    assert set(found) == {"bot database: answers", "service database: answers"}
    assert all("is too old: 14 or newer" in faults[0] for faults in found.values())


async def test_a_replica_that_only_lets_us_read_is_named(ground: Ground) -> None:
    """As after a failover to a standby, or with the address of one."""
    name = ground.databases[BOT].rsplit("/", 1)[1]
    await ground.sql(BOT, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    assert (await ground.wrong())["bot database: answers"] == ("The database only lets us read.",)


async def test_the_two_databases_in_each_others_place_are_named(ground: Ground) -> None:
    bot, service = ground.settings["DATABASE_URL"], ground.settings["TV_DATABASE_URL"]
    found = await ground.wrong(DATABASE_URL=service, TV_DATABASE_URL=bot)
    assert "the schema is at nothing" in " ".join(found["bot database: schema"])
    assert {"bot database: tables", "bot database: rights", "service database: rights"} <= set(found)
