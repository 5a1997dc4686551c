"""The stand-in for the service's database has the real schema, and the people that the stories need."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from practice.databases import create_database
from practice.postgres import Cluster
from practice.service_database import build, compact, schema
from practice.service_database.book import parents_first
from practice.service_database.checksum import checksums, rows, tables
from practice.service_database.people import EMAILS, SITUATIONS, WITHOUT_ACCOUNT, Situation, write_people

SOURCE = json.loads(schema.SOURCE.read_text())
NOW = datetime(2027, 3, 4, 14, 15)  # noqa: DTZ001 UTC without zone, as Rails stores it
RESERVED = ("example.com", "example.org", "example.net")
COLUMNS = """
SELECT count(*) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT IN ('schema_migrations', 'ar_internal_metadata')
"""
INDEXES = """
SELECT indexrelid::regclass::text AS name, indrelid::regclass::text AS table, indisunique AS is_unique,
       pg_get_expr(indpred, indrelid) AS condition, amname AS method
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary
"""
FOREIGN_KEYS = """
SELECT conname AS name, confdeltype::text AS on_delete, conrelid::regclass::text AS table,
       confrelid::regclass::text AS to_table
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def address(every_cluster: Cluster) -> str:
    """A service database that all tests here read."""
    asyncio.run(create_database(every_cluster.server, "service"))
    url = every_cluster.server.url("service")
    assert asyncio.run(build(url, seed=7, now=NOW, crowd=40)) == dict(EMAILS)
    return url


@pytest.fixture
async def service(address: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to it; whatever a test changes is rolled back."""
    connection = await asyncpg.connect(address)
    change = connection.transaction()
    await change.start()
    yield connection
    await change.rollback()
    await connection.close()


async def found(service: asyncpg.Connection, situation: Situation) -> dict[str, Any]:
    row = await service.fetchrow("SELECT * FROM jobseekers WHERE email = $1", EMAILS[situation])
    assert row is not None
    return dict(row)


async def number(service: asyncpg.Connection, question: str, *values: object) -> int:
    return int(await service.fetchval(question, *values))


async def test_the_schema_is_what_the_source_says(service: asyncpg.Connection) -> None:
    source = SOURCE["tables"]
    assert set(await tables(service)) == {*source, "schema_migrations", "ar_internal_metadata"}
    assert len(source) == 67
    assert await number(service, COLUMNS) == sum(len(table["columns"]) + 1 for table in source.values()) == 818

    indexes = {row["name"].strip('"'): row for row in await service.fetch(INDEXES)}
    wanted = {index[0]: index for table in source.values() for index in table["indexes"] if index[3] != "gist"}
    assert indexes.keys() == wanted.keys()
    for name, (_, _, unique, method, where) in wanted.items():
        assert (indexes[name]["is_unique"], indexes[name]["method"]) == (unique == "unique", method)
        assert indexes[name]["condition"] == where

    keys = {row["name"]: row for row in await service.fetch(FOREIGN_KEYS)}
    assert len(keys) == len(SOURCE["foreign_keys"]) == 66
    for name, table, _, to_table, on_delete in SOURCE["foreign_keys"]:
        row = keys[name]
        assert (row["table"].strip('"'), row["to_table"].strip('"')) == (table, to_table)
        assert row["on_delete"] == {None: "a", "nullify": "n", "cascade": "c"}[on_delete]


async def test_types_defaults_and_nulls_are_kept(service: asyncpg.Connection) -> None:
    types = """
        SELECT attrelid::regclass::text || '.' || attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0
    """
    made = {row["name"].replace('"', ""): (row["type"], row["attnotnull"]) for row in await service.fetch(types)}
    for table, facts in SOURCE["tables"].items():
        for name, kind, null, *_ in facts["columns"]:
            expected = "text" if kind.startswith("geo") else kind
            assert made[f"{table}.{name}"] == (expected, null == "not null"), f"{table}.{name}"
    await service.execute(
        "INSERT INTO organisations (created_at, updated_at) VALUES (now(), now());"
        "INSERT INTO job_preferences_locations (job_preferences_id, name, radius, uk_area, created_at, updated_at) "
        "SELECT id, '', 0, '', now(), now() FROM job_preferences LIMIT 1"
    )
    said = await service.fetchval("SELECT safeguarding_information FROM organisations WHERE name IS NULL")
    assert said.startswith("Our organisation is committed") and "\n" in said


async def test_rails_own_marks_are_there(service: asyncpg.Connection) -> None:
    assert await service.fetchval("SELECT version FROM schema_migrations") == SOURCE["schema_version"]
    assert await service.fetchval("SELECT value FROM ar_internal_metadata WHERE key = 'environment'") == "practice"


def test_the_committed_schema_names_where_it_comes_from() -> None:
    assert SOURCE["source"]["repository"] == "DFE-Digital/teaching-vacancies"
    assert len(SOURCE["source"]["commit"]) == 40
    assert "MIT License" in schema.SOURCE.with_name("NOTICE").read_text()


def test_compacting_keeps_what_the_statements_need(tmp_path: Path) -> None:
    column = {"name": "n", "pg_type": "integer", "null": False, "has_default": True, "default": 0, "line": 3}
    index = {"name": "i", "columns": ["n"], "unique": True, "using": "btree", "where": "(n > 0)", "line": 4}
    key = {"name": "fk", "from_table": "t", "column": "n", "to_table": "u", "to_column": "id", "on_delete": None}
    parsed: dict[str, Any] = {
        "source": {"commit": "abc"},
        "schema_version": "1",
        "rails_schema_version": "8.1",
        "tables": {"t": {"id": {"pg_type": "uuid"}, "columns": [column], "indexes": [index]}},
        "foreign_keys": [key],
    }
    short = json.loads(compact.compact(parsed))
    assert short["tables"]["t"]["columns"] == [["n", "integer", "not null", 0]]
    assert short["tables"]["t"]["indexes"] == [["i", ["n"], "unique", "btree", "(n > 0)"]]
    assert short["foreign_keys"] == [["fk", "t", "n", "u", None]]
    with pytest.raises(SystemExit):
        compact.compact(parsed | {"foreign_keys": [key | {"to_column": "code"}]})


def test_parents_are_written_before_children() -> None:
    order = parents_first(["messages", "jobseekers", "conversations", "job_applications"])
    assert order == ["jobseekers", "job_applications", "conversations", "messages"]


def test_a_seed_makes_the_same_rows_and_another_does_not() -> None:
    first, again, other = (write_people(seed=seed, now=NOW, crowd=9).rows for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_more_people_do_not_change_those_before_them() -> None:
    few, many = (write_people(seed=1, now=NOW, crowd=crowd).rows for crowd in (3, 9))
    assert many[: len(few)] == few


def test_a_moment_with_a_zone_is_taken_as_that_moment() -> None:
    summer = timezone(timedelta(hours=1))
    zoned = write_people(seed=1, now=NOW.replace(tzinfo=UTC).astimezone(summer), crowd=1).rows
    assert zoned == write_people(seed=1, now=NOW, crowd=1).rows


async def test_everybody_is_invented(service: asyncpg.Connection) -> None:
    addresses = [
        row[column]
        for table in await tables(service)
        for row in (await service.fetch(f'SELECT * FROM "{table}"'))
        for column in row.keys()  # noqa: SIM118 a Record is not a dict: iterating it gives the values
        if "email" in column and isinstance(row[column], str) and "@" in row[column]
    ]
    assert len(addresses) > 100
    for address in addresses:
        domain = address.lower().rpartition("@")[2]
        assert domain in RESERVED or domain.endswith(".test"), address
    secrets = await service.fetch("SELECT first_name_ciphertext AS text FROM personal_details")
    assert all(row["text"].startswith("practice ciphertext ") for row in secrets)


async def test_every_situation_has_its_person(service: asyncpg.Connection) -> None:
    assert SITUATIONS.keys() == EMAILS.keys() == set(Situation)
    for situation in set(Situation) - WITHOUT_ACCOUNT:
        assert (await found(service, situation))["created_at"] < NOW


async def test_who_is_linked_and_who_is_not(service: asyncpg.Connection) -> None:
    linked = await found(service, Situation.LINKED)
    assert linked["govuk_one_login_id"].startswith("urn:fdc:gov.uk:2022:")
    assert len(linked["govuk_one_login_id"]) == 20 + 43
    assert linked["sign_in_count"] > 20
    assert linked["last_sign_in_at"] < linked["current_sign_in_at"] < NOW
    assert (await found(service, Situation.NOT_LINKED))["govuk_one_login_id"] is None
    assert (await found(service, Situation.BLANK_ID))["govuk_one_login_id"] == ""


@pytest.mark.parametrize(
    ("old", "new", "applications"),
    [
        (Situation.SECOND_ACCOUNT, Situation.SECOND_ACCOUNT_NEW, 0),
        (Situation.MERGE_BLOCKED, Situation.MERGE_BLOCKED_NEW, 1),
        (Situation.MERGE_WITH_MESSAGES, Situation.MERGE_WITH_MESSAGES_NEW, 0),
    ],
)
async def test_a_second_account_is_linked_under_another_address(
    service: asyncpg.Connection, old: Situation, new: Situation, applications: int
) -> None:
    first, second = await found(service, old), await found(service, new)
    ids = {first["govuk_one_login_id"], second["govuk_one_login_id"]}
    assert len(ids) == 2 and all(ids)
    of_the_second = "SELECT count(*) FROM job_applications WHERE jobseeker_id = $1"
    assert await number(service, of_the_second, second["id"]) == applications
    assert await number(service, "SELECT count(*) FROM jobseeker_profiles WHERE jobseeker_id = $1", second["id"]) == 0


async def test_the_person_who_wrote_messages(service: asyncpg.Connection) -> None:
    person = (await found(service, Situation.MERGE_WITH_MESSAGES))["id"]
    sent = """
        SELECT count(*) FROM messages JOIN conversations ON conversations.id = conversation_id
        JOIN job_applications ON job_applications.id = job_application_id
        JOIN action_text_rich_texts ON record_type = 'Message' AND record_id = messages.id
        WHERE messages.type = 'JobseekerMessage' AND sender_id = $1 AND jobseeker_id = $1
    """
    assert await number(service, sent, person) == 1


async def test_the_closed_account_has_only_ended_job_alerts(service: asyncpg.Connection) -> None:
    closed = await found(service, Situation.CLOSED)
    assert closed["account_closed_on"] < NOW.date()
    alerts = await service.fetch("SELECT unsubscribed_at FROM subscriptions WHERE email = $1", closed["email"])
    assert len(alerts) == 3 and all(alert["unsubscribed_at"] for alert in alerts)
    assert min(alert["unsubscribed_at"].date() for alert in alerts) < closed["account_closed_on"]


async def test_the_two_who_opted_out(service: asyncpg.Connection) -> None:
    without = await found(service, Situation.OPT_OUT_WITHOUT_REASON)
    with_reason = await found(service, Situation.OPT_OUT_WITH_REASON)
    assert without["email_opt_out"] and without["email_opt_out_reason"] is None
    assert with_reason["email_opt_out"] and with_reason["email_opt_out_reason"] in range(4)


async def test_those_with_capitals(service: asyncpg.Connection) -> None:
    assert (await found(service, Situation.CAPITALS))["email"] == "Ola.Marsh@Example.com"
    alone = "SELECT count(*) FROM jobseekers WHERE lower(email) = lower($1)"
    assert await number(service, alone, EMAILS[Situation.CAPITALS]) == 1
    assert await number(service, alone, EMAILS[Situation.CAPITALS_TWIN]) == 2


async def test_the_crowd_leaves_traces_of_all_kinds(service: asyncpg.Connection) -> None:
    assert await number(service, "SELECT count(*) FROM jobseekers") == 40 + len(Situation) - len(WITHOUT_ACCOUNT)
    for table in ("saved_jobs", "subscriptions", "feedbacks", "qualifications", "employments", "noticed_notifications"):
        assert await number(service, f"SELECT count(*) FROM {table}") > 5, table
    assert await number(service, "SELECT count(DISTINCT status) FROM job_applications") > 4


async def test_a_checksum_tells_which_table_changed_and_nothing_else(service: asyncpg.Connection) -> None:
    before, people = await checksums(service), await rows(service, "jobseekers")
    assert len(before) == 69
    assert before["jobseekers"].startswith(f"{len(people)}:")
    await service.execute("UPDATE saved_jobs SET updated_at = updated_at")
    assert await checksums(service) == before
    person = (await found(service, Situation.LINKED))["id"]
    await service.execute("UPDATE jobseekers SET govuk_one_login_id = NULL WHERE id = $1", person)
    after = await checksums(service)
    assert [table for table in after if after[table] != before[table]] == ["jobseekers"]
    changed = await rows(service, "jobseekers")
    assert [key for key in changed if changed[key] != people[key]] == [str(person)]


async def test_a_database_that_is_not_empty_is_left_alone(address: str, service: asyncpg.Connection) -> None:
    before = await checksums(service)
    with pytest.raises(asyncpg.PostgresError):
        await build(address, seed=8, now=NOW, crowd=1)
    assert await checksums(service) == before
