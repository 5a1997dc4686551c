"""The bot's roles can do what deploy/ grants and nothing else: PostgreSQL itself refuses the rest."""

from __future__ import annotations

import asyncpg
import pytest

from practice.databases import as_role

IN_THE_SERVICE_DATABASE = (
    "UPDATE jobseekers SET email = 'x@example.com'",
    "UPDATE jobseekers SET email_opt_out = false",
    "DELETE FROM publishers",
    "INSERT INTO jobseekers (email, created_at, updated_at) VALUES ('x@example.com', now(), now())",
    "SELECT current_sign_in_ip_ciphertext FROM jobseekers",
    "SELECT * FROM messages",
    "SELECT email_address FROM job_applications",
    "DELETE FROM job_applications",
    "INSERT INTO solid_queue_jobs (queue_name, class_name, created_at, updated_at) VALUES ('a', 'b', now(), now())",
    "SELECT * FROM solid_queue_jobs",
    "SELECT * FROM publishers",
    "CREATE TABLE mine (id int)",
)
IN_THE_BOT_DATABASE = (
    "UPDATE audit SET actor = 'somebody else'",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head (id, seq, hash) VALUES (2, 0, '')",
    "DELETE FROM requests",
    "UPDATE approvals SET object_id = 'somebody else'",
    "DELETE FROM approvals",
    "DELETE FROM requesters",
    "UPDATE requesters SET object_id = 'somebody else'",
    "UPDATE approvals SET digest = 'another'",
    "UPDATE approvals SET version = 1",
    "TRUNCATE inbox",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "CREATE TABLE mine (id int)",
)


async def refused(url: str, statement: str) -> None:
    connection = await asyncpg.connect(as_role(url))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", IN_THE_SERVICE_DATABASE)
async def test_the_service_database_refuses(databases: tuple[str, str], statement: str) -> None:
    await refused(databases[1], statement)


@pytest.mark.parametrize("statement", IN_THE_BOT_DATABASE)
async def test_the_bot_database_refuses(databases: tuple[str, str], statement: str) -> None:
    await refused(databases[0], statement)
