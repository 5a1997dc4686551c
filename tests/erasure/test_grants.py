"""The bot's role holds exactly the rights that deletions need, read from PostgreSQL and from the erasure map."""

from __future__ import annotations

import asyncpg
import pytest

from adapters.service_database.erasure_map import STEPS
from adapters.service_database.known_schema import LOSES, READ, WRITTEN
from practice.databases import ROLE, as_role
from practice.service_database.checksum import tables
from tests.erasure.tv import Tv

FOR_UNLINKING = {
    "account_closed_on",
    "current_sign_in_at",
    "email",
    "email_opt_out",
    "email_opt_out_reason",
    "govuk_one_login_id",
    "id",
    "last_sign_in_at",
    "sign_in_count",
}
UPDATED = {
    ("feedbacks", "subscription_id"),
    ("jobseekers", "govuk_one_login_id"),
    ("jobseekers", "updated_at"),
    ("noticed_events", "notifications_count"),
}
COLUMN_RIGHTS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND has_column_privilege($1, c.oid, a.attnum, $2)
"""
TABLE_RIGHTS = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege($1, c.oid, $2)
"""
SEQUENCE_RIGHTS = """
SELECT s.sequencename FROM pg_sequences s
WHERE s.schemaname = 'public' AND has_sequence_privilege($1, quote_ident(s.sequencename), 'USAGE')
"""
REFUSED = [
    "DELETE FROM job_applications",
    "DELETE FROM messages",
    "DELETE FROM conversations",
    "DELETE FROM active_storage_attachments",
    "DELETE FROM active_storage_blobs",
    "DELETE FROM noticed_events",
    "DELETE FROM emergency_login_keys",
    "DELETE FROM versions",
    "DELETE FROM vacancies",
    "DELETE FROM organisations",
    "DELETE FROM solid_queue_jobs",
    "UPDATE feedbacks SET comment = 'x'",
    "UPDATE feedbacks SET jobseeker_id = NULL",
    "UPDATE noticed_events SET updated_at = now()",
    "UPDATE subscriptions SET unsubscribed_at = now()",
    "UPDATE job_applications SET status = 5",
    "UPDATE jobseekers SET email = 'x@example.com'",
    "TRUNCATE saved_jobs",
    "SELECT comment FROM feedbacks",
    "SELECT body_ciphertext FROM action_text_rich_texts",
    "SELECT first_name_ciphertext FROM job_applications",
    "SELECT first_name_ciphertext FROM personal_details",
    "SELECT object FROM versions",
    "SELECT searchable_content FROM conversations",
    "SELECT * FROM saved_jobs",
    "SELECT search_criteria FROM subscriptions",
    "INSERT INTO saved_jobs (jobseeker_id) SELECT id FROM jobseekers",
    "ALTER TABLE saved_jobs DISABLE TRIGGER ALL",
    "SELECT 1 FROM solid_queue_ready_executions",
]


async def columns(tv: Tv, right: str) -> set[tuple[str, str]]:
    return {(row["relname"], row["attname"]) for row in await tv.owner.fetch(COLUMN_RIGHTS, ROLE, right)}


async def test_it_reads_exactly_the_columns_that_the_statements_name(tv: Tv) -> None:
    needed = {(table, name) for table, names in READ.items() for name in names}
    needed |= {("jobseekers", name) for name in FOR_UNLINKING}
    assert await columns(tv, "SELECT") == needed


async def test_it_changes_exactly_these_columns(tv: Tv) -> None:
    assert await columns(tv, "UPDATE") == UPDATED
    assert await columns(tv, "INSERT") == await columns(tv, "REFERENCES") == set()


async def test_it_deletes_exactly_where_the_erasure_map_does(tv: Tv) -> None:
    deletes = {row["relname"] for row in await tv.owner.fetch(TABLE_RIGHTS, ROLE, "DELETE")}
    assert deletes == {step.table for step in STEPS if step.change is None} == set(LOSES)
    assert set(WRITTEN) - deletes == {"noticed_events"}
    for right in ("INSERT", "TRUNCATE", "TRIGGER"):
        assert not await tv.owner.fetch(TABLE_RIGHTS, ROLE, right)
    assert not await tv.owner.fetch(SEQUENCE_RIGHTS, ROLE)


async def test_it_can_do_nothing_at_all_with_the_queue(tv: Tv) -> None:
    queues = {name for name in await tables(tv.owner) if name.startswith("solid_queue")}
    assert len(queues) > 5
    for right in ("SELECT", "INSERT", "UPDATE"):
        assert not {column for column in await columns(tv, right) if column[0] in queues}


@pytest.mark.parametrize("statement", REFUSED)
async def test_postgresql_refuses_the_rest(tv: Tv, statement: str) -> None:
    connection = await asyncpg.connect(as_role(tv.url))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
