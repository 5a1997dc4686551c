"""What a role may do in its database, against what it was to be granted: no more, no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

Right = tuple[str, str, str]  # the right, the table, the column or nothing

# Rights on a table show in each of its columns too; a role that owns a table, or is a superuser, has them all.
HELD = text("""
WITH tables AS MATERIALIZED (
    SELECT c.oid, CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
)
SELECT "right"::text, t.name::text AS "table", a.attname::text AS "column"
FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS "right"
WHERE has_column_privilege(t.oid, a.attnum, "right")
UNION ALL
SELECT "right", t.name, '' FROM tables t CROSS JOIN unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) AS "right"
WHERE has_table_privilege(t.oid, "right")
UNION ALL
SELECT 'CREATE', nspname, '' FROM pg_catalog.pg_namespace
WHERE nspname !~ '^pg_' AND has_schema_privilege(oid, 'CREATE')
UNION ALL
SELECT 'USAGE', c.oid::regclass::text, '' FROM pg_catalog.pg_class c WHERE c.relkind = 'S'
    AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE') END
UNION ALL
SELECT upper(attribute), '', '' FROM pg_catalog.pg_roles r CROSS JOIN LATERAL (VALUES
    ('superuser', r.rolsuper), ('bypassrls', r.rolbypassrls), ('createrole', r.rolcreaterole),
    ('createdb', r.rolcreatedb), ('replication', r.rolreplication)) AS power (attribute, has)
WHERE r.rolname = current_user AND has
""")


async def differences(connection: AsyncConnection, granted: Set[Right]) -> tuple[str, ...]:
    """Every right of the session's role too many or too few, as a sentence. One round trip. Raises SQLAlchemyError."""
    return told(await held_by_us(connection), granted)


async def held_by_us(connection: AsyncConnection) -> set[Right]:
    """Every right that the session's role has. Raises SQLAlchemyError."""
    return {(row.right, row.table, row.column) for row in await connection.execute(HELD)}


def told(held: Set[Right], granted: Set[Right]) -> tuple[str, ...]:
    """Each difference as a sentence; a table of which every column is missing is named once."""
    too_many = _say("may {}, which is not granted in deploy/.", held - granted)
    return tuple(sorted([*too_many, *_say("may not {}, which it needs.", _by_table(granted - held, granted))]))


def _by_table(missing: Set[Right], granted: Set[Right]) -> set[Right]:
    there = Counter(right[:2] for right in granted)
    gone = Counter(right[:2] for right in missing)
    return {(*right[:2], "") if 1 < gone[right[:2]] == there[right[:2]] else right for right in missing}


def _say(sentence: str, rights: Set[Right]) -> Iterator[str]:
    for right, table, column in rights:
        name = f"{table}.{column}" if column else table
        yield "The bot's role " + sentence.format(f"{right} {name}".strip())
