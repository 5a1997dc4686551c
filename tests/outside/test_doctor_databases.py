"""`doctor` and the databases: each seeded fault is named by the right check, and by no other."""

from __future__ import annotations

import pytest

from adapters.bot_database.revision import UNREADABLE
from bot.checks import databases as checks
from bot.checks import examined
from bot.settings import read_settings
from bot.words import doctor as words
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
        "may not UPDATE requests, which",
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
ALSO = {seed: {"bot database: rights"} for seed in ("a column too many", "a column that is gone")} | {
    "an older schema": {"bot database: rights", "bot database: tables"}
}


@pytest.mark.parametrize("seed", SEEDED)
async def test_what_is_not_as_it_should_be_is_named(ground: Ground, seed: str) -> None:
    database, statement, check, told = SEEDED[seed]
    await ground.sql(database, statement)
    found = await ground.wrong()
    assert told in " ".join(found.pop(check))
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


async def test_what_is_missing_before_the_first_migration_is_the_migration(ground: Ground) -> None:
    await ground.sql(BOT, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    found = await ground.wrong()
    assert "the schema is at nothing" in found.pop("bot database: schema")[0]
    first = (words.NOT_BEFORE.format(first="bot database: schema"),)
    assert found == dict.fromkeys(
        ("bot database: tables", "bot database: rights", "audit: chain and anchor", "Teams: channel"), first
    )


async def test_what_is_missing_after_it_are_the_rights(ground: Ground) -> None:
    """A role without any right on the schema sees no table at all; that is no empty database."""
    await ground.sql(BOT, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tv_support_bot")
    await ground.sql(BOT, "REVOKE ALL ON SCHEMA public FROM tv_support_bot, PUBLIC")
    outcomes = {each.check: each for each in await examined(read_settings(ground.settings))}
    assert outcomes["bot database: schema"].notes == (UNREADABLE,)
    found = {name: each.faults for name, each in outcomes.items() if each.faults}
    rights = found.pop("bot database: rights")
    assert "The bot's role may not INSERT requests, which it needs." in rights
    assert len(rights) < 50
    first = (words.NOT_BEFORE.format(first="bot database: rights"),)
    assert found == dict.fromkeys(("bot database: tables", "audit: chain and anchor", "Teams: channel"), first)


async def test_what_a_later_version_added_is_no_fault_after_a_way_back(ground: Ground) -> None:
    """The rights on a table are rights on its new columns too (docs/upgrading.md: its `doctor` is content)."""
    for statement in (
        "UPDATE alembic_version SET version_num = '9999'",
        "ALTER TABLE requests ADD COLUMN later text",
        "CREATE TABLE later (id int PRIMARY KEY)",
        "GRANT SELECT, INSERT, DELETE ON later TO tv_support_bot",
    ):
        await ground.sql(BOT, statement)
    assert await ground.wrong() == {}
    await ground.sql(BOT, "GRANT DELETE ON audit TO tv_support_bot")
    assert set(await ground.wrong()) == {"bot database: rights"}
