"""A migration runs while the bot works: no statement of it may rewrite a table, read a large one or wait for long."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import asyncpg
import pytest
from sqlalchemy import Engine, event

from adapters.bot_database.migrate import MigrationFailed, migrate_to_newest
from adapters.bot_database.revision import behind, newest
from adapters.bot_database.sound import differences
from adapters.postgres import make_engine
from practice.postgres import Server
from tests.upgrades.schemas import database_at, migrate_to, revisions

CONSTANT = r"(?:false|true|\d+|'[^']*'(?:::\w+)?)"
TYPE = "(?:TEXT|INTEGER|BIGINT|BOOLEAN|UUID|JSONB|BYTEA|DATE|TIMESTAMP WITH TIME ZONE)"
# What locks a table in use for a moment only, whatever is in it.
QUICK = (
    rf"ALTER TABLE (?P<table>\w+) ADD COLUMN \w+ {TYPE}(?: DEFAULT {CONSTANT}(?: NOT NULL)?)?",
    r"ALTER TABLE (?P<table>\w+) ADD CONSTRAINT .+ NOT VALID",
    r"ALTER TABLE (?P<table>\w+) VALIDATE CONSTRAINT \w+",
)
# What reads a table through while nobody can write to it. Ours are small: a request, its card and its records are some
# 10 kB, and there are dozens a week. The statement is given up after 8 seconds (adapters/postgres.py).
READS = (r"CREATE (?:UNIQUE )?INDEX \w+ ON (?P<table>\w+) .+",)
SMALL = {"requests", "audit", "notices", "cards", "requesters", "approvals"}
# Came before there was any row in production.
BEFORE_THE_FIRST_RELEASE = {
    "0002": (r"ALTER TABLE requests ADD CONSTRAINT (?:fk_requests_again_of|ck_requests_somebody_approves) .+",)
}
# Only on tables that the same migration makes: nobody waits for those.
ON_NEW_TABLES = (
    r"CREATE TABLE (?P<table>\w+) .+",
    r"CREATE (?:UNIQUE )?INDEX \w+ ON (?P<table>\w+) .+",
    r"CREATE TRIGGER \w+ BEFORE [A-Z ]+ ON (?P<table>\w+) .+",
    r"INSERT INTO (?P<table>\w+) .+",
    r"CREATE FUNCTION \w+\(\)(?P<table>) .+",
)
ALEMBICS = r"(?:INSERT INTO|UPDATE|CREATE TABLE) alembic_version .+"


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every statement that any engine sends meanwhile, its blanks made one."""
    said: list[str] = []

    def hear(*words: object) -> None:
        said.append(" ".join(str(words[2]).split()))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def refused(statements: list[str], revision: str) -> list[str]:
    """Those that may not be in a migration."""
    made = {hit[1] for each in statements if (hit := re.match(r"CREATE TABLE (\w+) ", each))} | {""}
    return [each for each in statements if not _allowed(each, revision, made)]


def _allowed(statement: str, revision: str, made: set[str]) -> bool:
    if not re.match(r"(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|TRUNCATE|LOCK|COMMENT|GRANT|DO)\b", statement):
        return True  # a look into the catalogue
    for shape in (ALEMBICS, *QUICK, *BEFORE_THE_FIRST_RELEASE.get(revision, ())):
        if re.fullmatch(shape, statement):
            return True
    if any((hit := re.fullmatch(shape, statement)) and hit["table"] in SMALL for shape in READS):
        return True
    return any((hit := re.fullmatch(shape, statement)) and hit["table"] in made for shape in ON_NEW_TABLES)


@pytest.fixture
async def statements(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[dict[str, list[str]]]:
    """What each migration says, by revision."""
    found = {}
    async with database_at(templates[0], None) as url:
        for revision in revisions():
            with heard() as said:
                await migrate_to(url, revision)
            found[revision] = said
    yield found


async def test_every_statement_of_every_migration_is_of_an_allowed_kind(statements: dict[str, list[str]]) -> None:
    assert set(statements) == set(revisions())
    for revision, said in statements.items():
        assert any(each.startswith(("CREATE", "ALTER")) for each in said)
        assert refused(said, revision) == [], f"{revision}: docs/upgrading.md says how to do it in steps"


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE requests ADD COLUMN a INTEGER NOT NULL",
        "ALTER TABLE requests ADD COLUMN a TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp()",
        "ALTER TABLE requests ADD COLUMN a UUID DEFAULT gen_random_uuid() NOT NULL",
        "ALTER TABLE requests DROP COLUMN note",
        "ALTER TABLE requests RENAME COLUMN note TO words",
        "ALTER TABLE requests ALTER COLUMN version TYPE BIGINT",
        "ALTER TABLE requests ALTER COLUMN note SET NOT NULL",
        "ALTER TABLE requests ADD CONSTRAINT a CHECK (version > 0)",
        "ALTER TABLE requests ADD CONSTRAINT fk_requests_again_of CHECK (version > 0)",
        "CREATE INDEX a ON inbox (received_at)",
        "CREATE TRIGGER a BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
        "UPDATE requests SET note = ''",
        "INSERT INTO settings (name, value) VALUES ('a', '1')",
        "DROP TABLE inbox",
        "LOCK TABLE requests",
        "DO $$ BEGIN END $$",
    ],
)
def test_other_statements_are_refused(statement: str) -> None:
    assert refused([statement], "0009") == [statement]


def test_good_ones_pass() -> None:
    good = [
        "CREATE TABLE new ( id UUID NOT NULL )",
        "CREATE UNIQUE INDEX a ON new (id)",
        "INSERT INTO new (id) VALUES ('x')",
        "ALTER TABLE requests ADD COLUMN a TIMESTAMP WITH TIME ZONE",
        "ALTER TABLE requests ADD COLUMN a INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE requests ADD CONSTRAINT a CHECK (version > 0) NOT VALID",
        "CREATE INDEX a ON requests (version) WHERE note IS NOT NULL",
    ]
    assert refused(good, "0009") == []


async def test_no_table_in_use_is_written_anew(templates: tuple[Server, dict[str, str]]) -> None:
    """PostgreSQL gives a table that it rewrites a new file."""
    async with database_at(templates[0], revisions()[0]) as url:
        connection = await asyncpg.connect(url)
        query = (
            "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        before = dict(await connection.fetch(query))
        await migrate_to_newest(url, encrypted=False)
        after = dict(await connection.fetch(query))
        await connection.close()
    assert len(before) > 5
    assert {name: after[name] for name in before} == before


@pytest.mark.long
async def test_it_gives_up_on_a_table_in_use_and_leaves_everything_as_it_was(
    templates: tuple[Server, dict[str, str]],
) -> None:
    async with database_at(templates[0], revisions()[0]) as url:
        connection = await asyncpg.connect(url)
        holding = connection.transaction()
        await holding.start()
        await connection.execute("LOCK TABLE requests IN SHARE MODE")
        with pytest.raises(MigrationFailed, match=r"busy; run it again\. Nothing was changed"):
            await migrate_to_newest(url, encrypted=False)
        assert await connection.fetchval("SELECT version_num FROM alembic_version") == revisions()[0]
        await holding.rollback()
        assert await migrate_to_newest(url, encrypted=False) == newest()
        await connection.close()


async def test_a_version_leaves_the_schema_of_a_later_one_alone(databases: tuple[str, str]) -> None:
    """The way back: an older version's migration is run again and has nothing to do."""
    connection = await asyncpg.connect(databases[0])
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert await migrate_to_newest(databases[0], encrypted=False) == "9999"
    await connection.close()


async def test_the_doctor_of_a_version_is_content_with_a_later_schema(databases: tuple[str, str]) -> None:
    connection = await asyncpg.connect(databases[0])
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    await connection.execute("CREATE TABLE later (id uuid)")
    await connection.execute("ALTER TABLE requests ADD COLUMN later text")
    async with engine.connect() as as_doctor:
        assert await behind(as_doctor) is None
        assert await differences(as_doctor) != []
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        assert await behind(as_doctor) is None
        assert await differences(as_doctor) == []
        await connection.execute("ALTER TABLE requests DROP COLUMN note")
        assert await differences(as_doctor) == ["column requests.note is missing"]
    await engine.dispose()
    await connection.close()
