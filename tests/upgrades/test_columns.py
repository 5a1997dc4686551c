"""What the versions before wrote and read, today's schema still takes and gives, under today's rights."""

from __future__ import annotations

import asyncpg
import pytest

from adapters.bot_database.revision import newest
from practice.databases import as_role
from tests.upgrades.columns import Columns, of_now, written

COMMAND = "run: .venv/bin/python -m tests.upgrades.columns"
VALUES = {
    "uuid": "'0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f'",
    "text": "'x'",
    "integer": "1",
    "bigint": "1",
    "boolean": "false",
    "jsonb": "'{}'",
    "bytea": "''",
    "date": "'2027-03-04'",
    "timestamp with time zone": "'2027-03-04 12:00Z'",
}
VERSIONS = sorted(written())


def test_the_columns_of_this_version_are_written_down() -> None:
    assert written().get(newest()) == of_now(), COMMAND
    assert len(VERSIONS) > 1


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_column_is_there_with_its_type(version: str, databases: tuple[str, str]) -> None:
    connection = await asyncpg.connect(databases[0])
    rows = await connection.fetch(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    )
    await connection.close()
    now = {(row["table_name"], row["column_name"]): row["data_type"] for row in rows}
    for table, columns in written()[version].items():
        for name, column in columns.items():
            assert now.get((table, name)) == column["type"], f"{table}.{name}"


@pytest.mark.parametrize("version", VERSIONS)
async def test_they_can_be_read_as_the_bot(version: str, databases: tuple[str, str]) -> None:
    connection = await asyncpg.connect(as_role(databases[0]))
    for table, columns in written()[version].items():
        await connection.fetch(f"SELECT {', '.join(columns)} FROM {table} LIMIT 1")
    await connection.close()


@pytest.mark.parametrize("version", VERSIONS)
async def test_rows_of_exactly_these_columns_can_be_added_as_the_bot(version: str, databases: tuple[str, str]) -> None:
    """The least that a version had to give, and all that it could: what came since has a default or may be empty."""
    connection = await asyncpg.connect(as_role(databases[0]))
    added = 0
    for only_needed in (True, False):
        done = connection.transaction()
        await done.start()
        for table, columns in in_order(written()[version]):
            if await connection.fetchval("SELECT has_table_privilege($1, 'INSERT')", table):
                names = [name for name, column in columns.items() if column["give"] or not only_needed]
                values = [VALUES[str(columns[name]["type"])] for name in names]
                await connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})")
                added += 1
        await done.rollback()
    await connection.close()
    assert added >= 2 * 9


def in_order(columns: Columns) -> list[tuple[str, dict[str, dict[str, object]]]]:
    """Requests first: other tables point there."""
    return sorted(columns.items(), key=lambda table: table[0] != "requests")
