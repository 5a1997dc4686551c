"""The audit: nobody changes a record unseen, and PostgreSQL itself refuses the plain ways of trying."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database.audit import FIRST_HASH, append, append_straight, chained
from adapters.bot_database.chain import read_chain
from adapters.bot_database.tables import audit, audit_head
from adapters.postgres import make_engine
from adapters.straight import Straight
from bot.words.audit import broken
from handlers.ports import Entry
from handlers.states import State

AT = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
RECORDS = 5


async def first_fault(connection: AsyncConnection) -> str | None:
    fault = (await read_chain(connection)).fault
    return broken(fault) if fault else None


def changed(number: int) -> str:
    return f"Record {number} was changed, or a record before it was taken out or put in."


def head_names(named: int, found: int) -> str:
    return f"The head names record {named} and its hash, the last record found is {found} and differs."


def entry(number: int) -> Entry:
    return Entry(f"action {number}", "bot", UUID(int=number), number, State.TRIAGE, State.CANCELLED, "code", "digest")


@pytest.fixture
async def engine(databases: tuple[str, str]) -> AsyncIterator[AsyncEngine]:
    """The bot database as its owner, who alone could get at the audit, with five records in it."""
    engine = make_engine(databases[0], name="test", encrypted=False, size=10)
    async with engine.begin() as connection:
        for number in range(1, RECORDS + 1):
            await append(connection, entry(number), AT + timedelta(seconds=number))
    yield engine
    await engine.dispose()


@pytest.fixture
async def opened(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction of an owner who has switched the guards off."""
    async with engine.connect() as connection:
        await connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        yield connection


async def test_an_audit_that_nobody_touched_has_no_fault(opened: AsyncConnection) -> None:
    assert await first_fault(opened) is None


async def test_neither_has_an_empty_one(databases: tuple[str, str]) -> None:
    engine = make_engine(databases[0], name="test", encrypted=False, size=1)
    async with engine.connect() as connection:
        assert await first_fault(connection) is None
    await engine.dispose()


async def test_the_time_zone_of_whoever_reads_does_not_matter(opened: AsyncConnection) -> None:
    await opened.execute(text("SET LOCAL timezone = 'Pacific/Auckland'"))
    assert await first_fault(opened) is None


EDITS = {
    "at": "at + interval '1 microsecond'",
    "action": "'another'",
    "actor": "'somebody else'",
    "request_id": "'99999999-9999-9999-9999-999999999999'",
    "version": "version + 1",
    "from_state": "'approved'",
    "to_state": "'done'",
    "code": "'another'",
    "digest": "'another'",
    "previous_hash": "repeat('f', 64)",
    "hash": "repeat('f', 64)",
}
NULLABLE = ("request_id", "version", "from_state", "to_state", "code", "digest")


@pytest.mark.parametrize("number", [1, 3, RECORDS])
async def test_a_changed_column_is_found_and_its_record_named(opened: AsyncConnection, number: int) -> None:
    edits = [*EDITS.items(), *((column, "NULL") for column in NULLABLE)]
    for column, value in edits:
        async with opened.begin_nested() as attempt:
            await opened.execute(text(f"UPDATE audit SET {column} = {value} WHERE seq = {number}"))
            assert await first_fault(opened) == changed(number), (column, value)
            await attempt.rollback()
    assert {column.name for column in audit.columns} == {*EDITS, "seq"}


TAMPERING = {
    "the first deleted": (["DELETE FROM audit WHERE seq = 1"], "Record 1 is missing."),
    "one in the middle deleted": (["DELETE FROM audit WHERE seq = 3"], "Record 3 is missing."),
    "the last deleted": (["DELETE FROM audit WHERE seq = 5"], head_names(5, 4)),
    "all deleted": (["DELETE FROM audit"], head_names(5, 0)),
    "all emptied at once": (["TRUNCATE audit"], head_names(5, 0)),
    "one renumbered": (["UPDATE audit SET seq = 50 WHERE seq = 3"], "Record 3 is missing."),
    "two swapped": (
        [
            "UPDATE audit SET seq = 50 WHERE seq = 2",
            "UPDATE audit SET seq = 2 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 50",
        ],
        changed(2),
    ),
    "one deleted and the gap closed": (
        [
            "DELETE FROM audit WHERE seq = 2",
            "UPDATE audit SET seq = -seq WHERE seq > 2",
            "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
        ],
        changed(2),
    ),
    "one repeated at the end": (
        [
            "INSERT INTO audit SELECT 6, at, action, actor, request_id, version, from_state, to_state, code, digest,"
            " previous_hash, hash FROM audit WHERE seq = 5"
        ],
        changed(6),
    ),
    "one inserted before all": (
        [
            "INSERT INTO audit SELECT 0, at, action, actor, request_id, version, from_state, to_state, code, digest,"
            " previous_hash, hash FROM audit WHERE seq = 1"
        ],
        "Record 0 does not belong there: it is there twice or its number is wrong.",
    ),
    "the head set back": (
        ["UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)"],
        head_names(4, 5),
    ),
    "the head's number changed": (
        ["UPDATE audit_head SET seq = 6"],
        head_names(6, 5),
    ),
    "the head's hash changed": (
        ["UPDATE audit_head SET hash = repeat('f', 64)"],
        head_names(5, 5),
    ),
    "the head deleted": (
        ["DELETE FROM audit_head"],
        "The row that names the last record is missing; the last record found is 5.",
    ),
}


@pytest.mark.parametrize(("statements", "fault"), TAMPERING.values(), ids=TAMPERING.keys())
async def test_what_was_taken_put_in_or_moved_is_found(
    opened: AsyncConnection, statements: list[str], fault: str
) -> None:
    for statement in statements:
        await opened.execute(text(statement))
    assert await first_fault(opened) == fault


async def test_a_record_with_a_fitting_hash_does_not_fit_the_head(opened: AsyncConnection) -> None:
    head = (await opened.execute(select(audit_head))).one()
    forged = {"seq": 6, "at": AT, "action": "approve", "actor": "somebody", **dict.fromkeys(NULLABLE)}
    forged |= {"previous_hash": head.hash, "hash": chained(head.hash, forged)}
    await opened.execute(insert(audit).values(forged))
    assert await first_fault(opened) == head_names(5, 6)


async def test_a_suffix_rewritten_with_fitting_hashes_does_not_fit_the_head(opened: AsyncConnection) -> None:
    rows = (await opened.execute(select(audit).where(audit.c.seq >= 4).order_by(audit.c.seq))).mappings().all()
    previous = rows[0]["previous_hash"]
    for row in rows:
        forged = {**row, "actor": "somebody else", "previous_hash": previous}
        forged["hash"] = previous = chained(previous, forged)
        await opened.execute(update(audit).where(audit.c.seq == row["seq"]).values(forged))
    assert await first_fault(opened) == head_names(5, 5)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
async def test_even_the_owner_of_the_table_is_refused(
    databases: tuple[str, str], engine: AsyncEngine, statement: str
) -> None:
    connection = await asyncpg.connect(databases[0])
    try:
        with pytest.raises(asyncpg.RaiseError, match="the audit is append-only"):
            await connection.execute(statement)
        assert await connection.fetchval("SELECT count(*) FROM audit") == RECORDS
    finally:
        await connection.close()


async def test_many_who_write_at_once_make_one_chain(engine: AsyncEngine) -> None:
    async def write(number: int) -> None:
        async with engine.begin() as connection:
            await append(connection, entry(number), AT)
            await asyncio.sleep(0.001 * (number % 3))

    await asyncio.gather(*(write(number) for number in range(40)))
    async with engine.connect() as connection:
        assert await first_fault(connection) is None
        assert (await connection.execute(text("SELECT max(seq) FROM audit"))).scalar_one() == RECORDS + 40


async def test_without_its_head_nothing_is_recorded_and_whoever_acts_hears_of_it(engine: AsyncEngine) -> None:
    async with Straight(engine).begun() as begun:
        await begun.connection.execute(text("DELETE FROM audit_head"))
        with pytest.raises(LookupError):
            await append(begun.connection, entry(6), AT)
        with pytest.raises(LookupError):
            await append_straight(begun.straight, entry(6), AT)


async def test_a_record_of_a_transaction_that_failed_leaves_no_gap(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await append(connection, entry(6), AT)
        await connection.rollback()
    async with engine.begin() as connection:
        await append(connection, entry(7), AT)
    async with engine.connect() as connection:
        assert await first_fault(connection) is None


def test_fields_never_run_into_each_other() -> None:
    empty = dict.fromkeys(NULLABLE)
    one = chained(FIRST_HASH, {"seq": 1, "at": AT, "action": "a", "actor": "bc", **empty})
    other = chained(FIRST_HASH, {"seq": 1, "at": AT, "action": "ab", "actor": "c", **empty})
    moved = chained(FIRST_HASH, {"seq": 1, "at": AT, "action": "a", "actor": "bc", **empty, "code": ""})
    assert len({one, other, moved}) == 3
