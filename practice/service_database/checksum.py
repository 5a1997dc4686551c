"""What a database holds, in a form that two moments can be compared by: "nothing else changed"."""

from __future__ import annotations

from typing import Any

import asyncpg

from practice.databases import quoted

TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename"


async def checksums(connection: asyncpg.Connection) -> dict[str, str]:
    """Table name → "rows:digest", alike whatever order the rows are stored in.

    The rows' own digests are sorted, so it holds for tables without an id too.
    """
    return {
        name: await connection.fetchval(
            f"SELECT count(*) || ':' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') "
            f"FROM (SELECT md5(t::text) AS row FROM {quoted(name)} t) digests"
        )
        for name in await tables(connection)
    }


async def tables(connection: asyncpg.Connection) -> list[str]:
    """The names of all tables in the public schema."""
    return [row["tablename"] for row in await connection.fetch(TABLES)]


async def rows(connection: asyncpg.Connection, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table with an id: id as text → column → value."""
    found = await connection.fetch(f"SELECT * FROM {quoted(table)}")
    return {str(row["id"]): dict(row) for row in found}
