"""Connections to PostgreSQL: named, pooled, and encrypted where the settings say so."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoneFree

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


async def test_a_connection_that_died_in_the_pool_costs_nobody_anything(databases: tuple[str, str]) -> None:
    engine = make_engine(databases[0], name="to be cut off", encrypted=False, size=1)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    other = await asyncpg.connect(databases[0])
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to be cut off'"
    )
    await other.close()
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


async def test_an_error_does_not_carry_what_people_wrote(databases: tuple[str, str]) -> None:
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    async with engine.connect() as connection:
        with pytest.raises(Exception, match="hidden") as raised:
            await connection.execute(text("SELECT CAST(:word AS int)"), {"word": "canary"})
    assert "canary" not in str(raised.value.__class__)
    await engine.dispose()
