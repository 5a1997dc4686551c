"""The roles of deploy/: the owner may migrate, the bot may work and no more, and a second run changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from adapters.bot_database.migrate import MigrationFailed, migrate_to_newest
from practice.databases import BOT_RIGHTS, DEPLOY, as_role, create_database, drop_database
from practice.postgres import Server

BOT_ROLES, SERVICE_ROLE = (
    (DEPLOY / name).read_text() for name in ("bot_database_roles.sql", "service_database_role.sql")
)
OWNER, PASSWORD = "tv_support_bot_owner", "a-password-for-tests"


@pytest.fixture
async def empty(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[str]:
    """The administrator's address of an empty database."""
    server, name = templates[0], f"empty_{uuid4().hex[:12]}"
    await create_database(server, name)
    yield server.url(name)
    await drop_database(server, name)


async def run(url: str, *scripts: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for script in scripts:
            await connection.execute(script)
    finally:
        await connection.close()


def as_owner(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{OWNER}:{PASSWORD}@{parts.hostname}:{parts.port}"))


async def test_the_owner_migrates_and_the_bot_works_but_changes_no_table(empty: str) -> None:
    await run(empty, BOT_ROLES, BOT_ROLES, f"ALTER ROLE {OWNER} PASSWORD '{PASSWORD}'")
    with pytest.raises(MigrationFailed, match="must be that of their owner"):
        await migrate_to_newest(as_role(empty), encrypted=False)
    await migrate_to_newest(as_owner(empty), encrypted=False)
    await run(as_owner(empty), BOT_RIGHTS, BOT_RIGHTS)
    await run(as_role(empty), "SELECT count(*) FROM requests")
    for forbidden in ("CREATE TABLE mine ()", "DROP TABLE cards", "DELETE FROM audit", "TRUNCATE requests"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run(as_role(empty), forbidden)


async def test_nobody_else_comes_in(empty: str) -> None:
    stranger = f"stranger_{uuid4().hex[:8]}"
    await run(empty, BOT_ROLES, f"CREATE ROLE {stranger} LOGIN PASSWORD '{PASSWORD}'")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run(as_owner(empty).replace(OWNER, stranger), "SELECT 1")
    finally:
        await run(empty, f"DROP ROLE {stranger}")


async def test_the_role_in_the_service_database_has_limits_of_its_own(empty: str) -> None:
    await run(empty, SERVICE_ROLE, SERVICE_ROLE)
    connection = await asyncpg.connect(as_role(empty))
    try:
        assert await connection.fetchval("SHOW statement_timeout") == "15s"
        assert await connection.fetchval("SHOW lock_timeout") == "5s"
    finally:
        await connection.close()
