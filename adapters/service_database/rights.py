"""What the bot's role may do in the service database, against deploy/service_database.sql: no more, no less.

A right too many is as much a fault as one too few: whatever the code refuses, PostgreSQL should refuse as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.service_database import publishers
from adapters.service_database.known_schema import LOSES, READ

Right = tuple[str, str, str]

# Unlinking reads and writes these; the columns that deletions need are in READ, those for the diagnosis of a failed
# sign-in in publishers.READ.
READ_FOR_UNLINKING = {
    "employments": ("jobseeker_profile_id",),
    "job_applications": ("jobseeker_id",),
    "jobseeker_profiles": ("id", "jobseeker_id"),
    "jobseekers": (
        "account_closed_on",
        "current_sign_in_at",
        "email",
        "email_opt_out",
        "email_opt_out_reason",
        "govuk_one_login_id",
        "id",
        "last_sign_in_at",
        "sign_in_count",
    ),
    "messages": ("sender_id", "type"),
    "qualifications": ("jobseeker_profile_id",),
}
CHANGED = {
    "feedbacks": ("subscription_id",),
    "jobseekers": ("govuk_one_login_id", "updated_at"),
    "noticed_events": ("notifications_count",),
}
GRANTED: frozenset[Right] = frozenset(
    {
        *(
            ("SELECT", table, name)
            for columns in (READ, READ_FOR_UNLINKING, publishers.READ)
            for table in columns
            for name in columns[table]
        ),
        *(("UPDATE", table, name) for table, names in CHANGED.items() for name in names),
        *(("DELETE", table, "") for table in LOSES),
    }
)

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


async def wrong_rights(connection: AsyncConnection) -> tuple[str, ...]:
    """Every right too many or too few as a sentence, in order. One round trip. Raises SQLAlchemyError."""
    held = {(row.right, row.table, row.column) for row in await connection.execute(HELD)}
    return tuple(sorted([*_say("may {}, which is not granted in deploy/.", held - GRANTED), *_missing(held)]))


def _missing(held: set[Right]) -> Iterator[str]:
    return _say("may not {}, which it needs.", GRANTED - held)


def _say(sentence: str, rights: frozenset[Right] | set[Right]) -> Iterator[str]:
    for right, table, column in rights:
        name = f"{table}.{column}" if column else table
        yield "The bot's role " + sentence.format(f"{right} {name}".strip())
