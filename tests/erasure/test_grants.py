"""The bot's role holds exactly the rights that deletions need, read from PostgreSQL and from the erasure map."""

from __future__ import annotations

import asyncpg
import pytest

from adapters.postgres import make_engine
from adapters.service_database.erasure_map import STEPS
from adapters.service_database.known_schema import LOSES, WRITTEN
from adapters.service_database.rights import GRANTED
from adapters.service_database.service import PostgresService
from practice.databases import ROLE, as_role
from tests.erasure.tv import Tv

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
    "SELECT family_name_ciphertext FROM publishers",
    "SELECT oid FROM publishers",
    "SELECT created_at FROM organisation_publishers",
    "SELECT email FROM organisations",
    "UPDATE publishers SET email = 'x@example.com'",
    "UPDATE organisations SET discarded_at = NULL",
    "DELETE FROM publishers",
    "DELETE FROM organisation_publishers",
    "INSERT INTO organisation_publishers DEFAULT VALUES",
]


TOO_MANY = {
    "GRANT SELECT (comment) ON feedbacks TO {role}": "SELECT feedbacks.comment",
    "GRANT UPDATE (email) ON jobseekers TO {role}": "UPDATE jobseekers.email",
    "GRANT DELETE ON messages TO {role}": "DELETE messages",
    "GRANT INSERT (queue_name) ON solid_queue_jobs TO {role}": "INSERT solid_queue_jobs.queue_name",
    "GRANT TRUNCATE ON saved_jobs TO {role}": "TRUNCATE saved_jobs",
    "GRANT TRIGGER ON saved_jobs TO {role}": "TRIGGER saved_jobs",
    "GRANT CREATE ON SCHEMA public TO {role}": "CREATE public",
    "GRANT USAGE ON SEQUENCE versions_id_seq TO {role}": "USAGE versions_id_seq",
    "CREATE VIEW everybody AS SELECT * FROM jobseekers; GRANT SELECT ON everybody TO {role}": "SELECT everybody.email",
    "GRANT SELECT ON publishers TO PUBLIC": "SELECT publishers.oid",
}
TOO_FEW = {
    "REVOKE DELETE ON saved_jobs FROM {role}": "DELETE saved_jobs",
    "REVOKE SELECT (whodunnit) ON versions FROM {role}": "SELECT versions.whodunnit",
    "REVOKE UPDATE (subscription_id) ON feedbacks FROM {role}": "UPDATE feedbacks.subscription_id",
    "REVOKE SELECT (email) ON publishers FROM {role}": "SELECT publishers.email",
    "REVOKE SELECT (gias_data) ON organisations FROM {role}": "SELECT organisations.gias_data",
}


async def test_the_role_has_exactly_the_rights_that_the_bot_needs(tv: Tv) -> None:
    assert await tv.service.wrong_rights() == ()


@pytest.mark.parametrize(("change", "right"), TOO_MANY.items(), ids=TOO_MANY.values())
async def test_a_right_too_many_is_named(tv: Tv, change: str, right: str) -> None:
    await tv.owner.execute(change.format(role=ROLE))
    sentence = f"The bot's role may {right}, which is not granted in deploy/."
    assert sentence in await tv.service.wrong_rights()


@pytest.mark.parametrize(("change", "right"), TOO_FEW.items(), ids=TOO_FEW.values())
async def test_a_right_too_few_is_named(tv: Tv, change: str, right: str) -> None:
    await tv.owner.execute(change.format(role=ROLE))
    assert await tv.service.wrong_rights() == (f"The bot's role may not {right}, which it needs.",)


async def test_a_superuser_is_told_so(tv: Tv) -> None:
    engine = make_engine(tv.url, name="test", encrypted=False, size=1)
    try:
        wrong = await PostgresService(engine).wrong_rights()
    finally:
        await engine.dispose()
    assert "The bot's role may SUPERUSER, which is not granted in deploy/." in wrong
    assert "The bot's role may DELETE job_applications, which is not granted in deploy/." in wrong


async def test_rows_are_deleted_in_the_tables_of_the_erasure_map_and_no_others() -> None:
    deleted = {table for right, table, _ in GRANTED if right == "DELETE"}
    assert deleted == {step.table for step in STEPS if step.change is None} == set(LOSES)
    assert set(WRITTEN) - deleted == {"noticed_events"}
    assert not {table for _, table, _ in GRANTED if table.startswith("solid_queue")}


@pytest.mark.parametrize("statement", REFUSED)
async def test_postgresql_refuses_the_rest(tv: Tv, statement: str) -> None:
    connection = await asyncpg.connect(as_role(tv.url))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
