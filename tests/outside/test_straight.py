"""Statements straight to asyncpg: as SQLAlchemy writes them, on connections that may have died, all or nothing."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import bindparam, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import postgres, straight
from adapters.bot_database.tables import inbox, settings
from adapters.postgres import make_engine
from adapters.straight import Begun, Ready, Straight

SESSION = "SELECT pid FROM pg_stat_activity WHERE application_name = 'straight'"
HELLO = Ready(select(bindparam("word", type_=inbox.c.activity_id.type).label("word")))
WRITE = Ready(insert(settings).values(name=bindparam("key"), value=bindparam("kept")).returning(settings.c.name))
BROKEN = Ready(text("SELECT 1/0"))

Way = Callable[[Straight], Awaitable[None]]


@pytest.fixture
async def engine(databases: tuple[str, str]) -> AsyncIterator[AsyncEngine]:
    """A pool of one connection, which has been used."""
    engine = make_engine(databases[0], name="straight", encrypted=False, size=1)
    assert [dict(row) for row in await Straight(engine).alone(HELLO, word="there")] == [{"word": "there"}]
    yield engine
    await engine.dispose()


async def kept(other: asyncpg.Connection) -> list[str]:
    return [row["name"] for row in await other.fetch("SELECT name FROM settings ORDER BY name")]


async def alone(asked: Straight) -> None:
    [row] = await asked.alone(HELLO, word="again")
    assert row["word"] == "again"


async def in_a_transaction(asked: Straight) -> None:
    async with asked.begun() as begun:
        assert await WRITE.row(begun.straight, key="begun", kept={})
        await begun.commit()


@pytest.mark.parametrize("way", [alone, in_a_transaction])
async def test_a_connection_that_died_in_the_pool_costs_nobody_anything(
    engine: AsyncEngine, other: asyncpg.Connection, way: Way
) -> None:
    await other.execute("SELECT pg_terminate_backend($1, 5000)", await other.fetchval(SESSION))
    await way(Straight(engine))


@pytest.mark.parametrize("way", [alone, in_a_transaction])
async def test_a_connection_that_answers_no_more_costs_only_time(
    engine: AsyncEngine, other: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    """As when a firewall has forgotten it: nobody closed it, and nothing comes back."""
    monkeypatch.setattr(straight, "ANSWER_SECONDS", 0.3)
    pid = await other.fetchval(SESSION)
    os.kill(pid, signal.SIGSTOP)
    try:
        await way(Straight(engine))
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_a_server_that_is_gone_is_an_error_and_no_loop() -> None:
    engine = make_engine("postgresql://nobody@127.0.0.1:1/nowhere", name="straight", encrypted=False, size=1)
    with pytest.raises(OSError, match="127"):
        await Straight(engine).alone(HELLO, word="")
    with pytest.raises(OSError, match="127"):
        async with Straight(engine).begun():
            raise AssertionError("nothing has begun")


async def test_what_is_not_committed_is_not_kept(engine: AsyncEngine, other: asyncpg.Connection) -> None:
    async with Straight(engine).begun() as begun:
        assert await WRITE.row(begun.straight, key="left", kept={})
    with pytest.raises(RuntimeError):
        async with Straight(engine).begun() as begun:
            assert await WRITE.row(begun.straight, key="raised", kept={})
            raise RuntimeError
    assert await kept(other) == []
    await in_a_transaction(Straight(engine))
    assert await kept(other) == ["begun"]


async def test_what_sqlalchemy_sends_is_in_the_same_transaction(engine: AsyncEngine, other: asyncpg.Connection) -> None:
    for commits, names in ((False, []), (True, ["mixed", "too"])):
        async with Straight(engine).begun() as begun:
            assert await WRITE.row(begun.straight, key="mixed", kept={})
            await begun.connection.execute(insert(settings).values(name="too", value={}))
            assert await kept(other) == []
            if commits:
                await begun.commit()
        assert await kept(other) == names


async def test_a_commit_that_the_server_turns_into_a_rollback_is_an_error(engine: AsyncEngine) -> None:
    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        async with Straight(engine).begun() as begun:
            with pytest.raises(asyncpg.DivisionByZeroError):
                await BROKEN.rows(begun.straight)
            await begun.commit()


async def test_a_fault_is_not_asked_twice(engine: AsyncEngine, other: asyncpg.Connection) -> None:
    await other.execute("CREATE SEQUENCE asked; GRANT USAGE ON SEQUENCE asked TO public")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await Straight(engine).alone(Ready(text("SELECT nextval('asked') / 0")))
    assert await other.fetchval("SELECT nextval('asked')") == 2


async def test_who_gives_up_leaves_nothing_behind(engine: AsyncEngine, other: asyncpg.Connection) -> None:
    """Neither a transaction that holds its locks, nor a connection in the middle of something."""

    async def sleeps() -> None:
        async with Straight(engine).begun() as begun:
            assert await WRITE.row(begun.straight, key="slept", kept={})
            await Ready(text("SELECT pg_sleep(60)")).rows(begun.straight)

    for slow in (sleeps(), Straight(engine).alone(Ready(text("SELECT pg_sleep(60)")))):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(slow, 0.3)
        await alone(Straight(engine))
    await in_a_transaction(Straight(engine))
    assert await kept(other) == ["begun"]


async def test_a_transaction_whose_connection_is_lost_ends_with_that_error(
    engine: AsyncEngine, other: asyncpg.Connection
) -> None:
    async def cut(begun: Begun) -> None:
        assert await WRITE.row(begun.straight, key="cut", kept={})
        await other.execute("SELECT pg_terminate_backend($1, 5000)", await other.fetchval(SESSION))
        await begun.commit()

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        async with Straight(engine).begun() as begun:
            await cut(begun)
    await in_a_transaction(Straight(engine))
    assert await kept(other) == ["begun"]


async def test_a_statement_is_sent_as_sqlalchemy_would_send_it(engine: AsyncEngine) -> None:
    """Lists written out, values by their types, what stands there beside what is given, and what is worked out."""
    now = datetime(2027, 1, 1, tzinfo=UTC)
    given = bindparam("given", type_=inbox.c.reply.type)
    at = bindparam(None, type_=inbox.c.received_at.type, callable_=lambda: now)
    stands = literal({"b": 1}, type_=inbox.c.reply.type).label("stands")
    statement = select(given.label("reply"), literal("b").in_(["a", "b"]).label("one"), at.label("at"), stands)
    ready = Ready(statement)
    for day in (1, 2):
        now = now.replace(day=day)
        [row] = await Straight(engine).alone(ready, given={"say": "ü", "id": None})
        assert (row["reply"], row["one"], row["at"].day) == ({"say": "ü", "id": None}, True, day)
        assert row["stands"] == {"b": 1}


async def test_columns_can_be_named_where_nothing_stands(engine: AsyncEngine, other: asyncpg.Connection) -> None:
    change = Ready(update(settings).where(settings.c.name == bindparam("which")), columns=["value"])
    async with Straight(engine).begun() as begun:
        await WRITE.row(begun.straight, key="a", kept={})
        await change.rows(begun.straight, which="a", value={"b": str(uuid4())})
        await begun.commit()
    assert "b" in await other.fetchval("SELECT value::text FROM settings")


async def test_a_parameter_that_was_not_given_is_an_error(engine: AsyncEngine) -> None:
    with pytest.raises(KeyError, match="word"):
        await Straight(engine).alone(HELLO)


@pytest.mark.parametrize("given_up", [True, False])
async def test_a_server_that_stalls_ends_a_transaction_with_a_known_error(
    engine: AsyncEngine, other: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, *, given_up: bool
) -> None:
    """SQLAlchemy has given up the connection by then: there is nobody left to ask about the transaction."""
    monkeypatch.setattr(postgres, "COMMAND_SECONDS", 60.0 if given_up else 1.0)
    await engine.dispose()
    async with Straight(engine).begun() as begun:
        pid = await begun.straight.fetchval("SELECT pg_backend_pid()")

    async def stalls() -> None:
        async with asyncio.timeout(None) as patience, Straight(engine).begun() as begun:
            os.kill(pid, signal.SIGSTOP)
            patience.reschedule(asyncio.get_running_loop().time() + 0.1 if given_up else None)
            await begun.connection.execute(text("SELECT 1"))

    try:
        with pytest.raises(TimeoutError):
            await stalls()
    finally:
        os.kill(pid, signal.SIGCONT)
    await alone(Straight(engine))


async def test_who_gives_up_while_it_is_called_off_leaves_the_pool_whole(
    engine: AsyncEngine, other: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(straight, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(straight, "CALL_OFF_SECONDS", 60.0)
    pid = await other.fetchval(SESSION)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(alone(Straight(engine)), 0.6)
        await alone(Straight(engine))
    finally:
        os.kill(pid, signal.SIGCONT)
