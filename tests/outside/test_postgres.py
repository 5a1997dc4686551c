"""Connections to PostgreSQL: named, pooled, and encrypted where the settings say so."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import postgres
from adapters.bot_database.migrate import MigrationFailed, migrate_to_newest
from adapters.postgres import connect, make_engine


async def test_a_connection_carries_its_name(databases: tuple[str, str]) -> None:
    connection = await connect(databases[0], name="tv-support-bot test", encrypted=False)
    assert await connection.fetchval("SHOW application_name") == "tv-support-bot test"
    await connection.close()


@pytest.mark.parametrize("mode", ["", "?sslmode=disable", "?sslmode=prefer"])
async def test_where_tls_is_demanded_a_server_without_it_is_refused(databases: tuple[str, str], mode: str) -> None:
    """The practice server has no TLS."""
    with pytest.raises((ConnectionError, asyncpg.PostgresError)):
        await connect(databases[0] + mode, name="test", encrypted=True)
    with pytest.raises(MigrationFailed):
        await migrate_to_newest(databases[0] + mode, encrypted=True)


async def test_a_session_that_stalls_with_a_lock_in_hand_is_ended_and_the_others_go_on(
    databases: tuple[str, str],
) -> None:
    limits = {**postgres.SHORT_TURNS, "idle_in_transaction_session_timeout": "300"}
    assert set(limits) == {"idle_in_transaction_session_timeout", "lock_timeout", "statement_timeout"}
    stalled = await connect(databases[0], name="stalled", encrypted=False, limits=limits)
    other = await connect(databases[0], name="other", encrypted=False, limits=postgres.SHORT_TURNS)
    await stalled.execute("BEGIN")
    await stalled.execute("SELECT FROM audit_head FOR UPDATE")
    await other.execute("UPDATE audit_head SET seq = seq")
    await other.close()
    stalled.terminate()


async def test_a_pool_holds_no_more_than_it_may(databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "POOL_SECONDS", 0.1)
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    async with engine.connect():
        with pytest.raises(NoneFree):
            await engine.connect()
    await engine.dispose()


SESSION = "SELECT pid, query FROM pg_stat_activity WHERE application_name = 'pooled'"
ASK = text("SELECT 'asked'")


@pytest.fixture
async def pooled(databases: tuple[str, str], request: pytest.FixtureRequest) -> AsyncIterator[AsyncEngine]:
    """A pool of one connection that has been used; with a parameter, one that is trusted for so many seconds."""
    trusted = getattr(request, "param", 0.0)
    engine = make_engine(databases[0], name="pooled", encrypted=False, size=1, trusted=trusted)
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with reading.connect() as connection:
        await connection.execute(ASK)
    yield reading
    await engine.dispose()


async def test_a_connection_that_died_in_the_pool_costs_nobody_anything(
    pooled: AsyncEngine, other: asyncpg.Connection
) -> None:
    session = await other.fetchrow(SESSION)
    await other.execute("SELECT pg_terminate_backend($1, 5000)", session["pid"])  # waits until it is gone
    async with pooled.connect() as connection:
        assert (await connection.execute(ASK)).scalar_one() == "asked"


@pytest.mark.parametrize("pooled", [3600.0], indirect=True)
async def test_a_connection_that_was_used_a_moment_ago_is_not_asked_whether_it_is_there(
    pooled: AsyncEngine, other: asyncpg.Connection
) -> None:
    async with pooled.connect():
        assert "asked" in (await other.fetchrow(SESSION))["query"]


async def test_a_connection_that_rested_is_asked_whether_it_is_there(
    pooled: AsyncEngine, other: asyncpg.Connection
) -> None:
    async with pooled.connect():
        assert (await other.fetchrow(SESSION))["query"] == "SELECT"


async def test_a_connection_that_rested_and_answers_no_more_costs_only_time(
    pooled: AsyncEngine, other: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a firewall has forgotten it: nobody closed it, and nothing comes back."""
    monkeypatch.setattr(postgres, "ANSWER_SECONDS", 0.3)
    pid = (await other.fetchrow(SESSION))["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        async with pooled.connect() as connection:
            assert (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one() != pid
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_an_error_does_not_carry_what_people_wrote(databases: tuple[str, str]) -> None:
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    async with engine.connect() as connection:
        with pytest.raises(Exception, match="hidden") as raised:
            await connection.execute(text("SELECT CAST(:word AS int)"), {"word": "canary"})
    assert "canary" not in str(raised.value.__class__)
    await engine.dispose()
