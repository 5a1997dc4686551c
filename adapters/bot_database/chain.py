"""Reading the whole chain of the audit in one snapshot: every link, the order, the head, what an anchor asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database.audit import ANCHORED, FIRST_HASH, chained
from adapters.bot_database.tables import audit, audit_head

AT_A_TIME = 1000  # records held in memory
WITHOUT_PAUSE = 100  # records; then others on the same loop get their turn: the bot verifies while it serves


class Break(StrEnum):
    """How a chain is broken; its words are in bot/words."""

    MISSING = "record_missing"
    TOO_MANY = "record_too_many"
    CHANGED = "record_changed"
    NO_HEAD = "head_missing"
    HEAD_DIFFERS = "head_differs"


@dataclass(frozen=True)
class Fault:
    """The first thing in the chain that does not fit: the number of the record, and for a head the one it names."""

    what: Break
    record: int
    head: int | None = None


@dataclass
class Chain:
    """What reading the whole chain found.

    `hashes` holds those asked for, by record. `named` holds the anchor lines that the chain says were written: the
    fingerprint of each, and the record that says so. `unanchored` is the oldest record after the last one that was
    asked for, with its time; records about the anchor itself do not count.
    """

    count: int = 0
    last_hash: str = FIRST_HASH
    fault: Fault | None = None
    hashes: dict[int, str] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    unanchored: tuple[int, datetime] | None = None


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One moment of the database, however long the reading takes and whoever writes meanwhile."""
    still = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    async with still.connect() as connection, connection.begin():
        yield connection


async def records(connection: AsyncConnection) -> AsyncIterator[Mapping[str, Any]]:
    """All records in their order, a few at a time."""
    rows = await connection.stream(select(audit).order_by(audit.c.seq).execution_options(yield_per=AT_A_TIME))
    number = 0
    async for row in rows.mappings():
        yield dict(row)
        number += 1
        if number % WITHOUT_PAUSE == 0:
            await asyncio.sleep(0)


async def read_chain(connection: AsyncConnection, wanted: Collection[int] = ()) -> Chain:
    """Walk the whole chain; `wanted` are the records whose hashes the anchor knows. Needs a snapshot to be exact."""
    chain = Chain()
    newest_wanted = max(wanted, default=0)
    expected = 1
    async for row in records(connection):
        seq = row["seq"]
        if chain.fault is None:
            chain.fault = _break(row, expected, chain.last_hash)
        if seq in wanted:
            chain.hashes[seq] = row["hash"]
        if row["action"] == ANCHORED:
            chain.named[row["digest"]] = seq
        elif seq > newest_wanted and chain.unanchored is None:
            chain.unanchored = (seq, row["at"])
        chain.count, chain.last_hash, expected = seq, row["hash"], seq + 1
    named = select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1)
    head = (await connection.execute(named)).first()
    if chain.fault is None and head is None:
        chain.fault = Fault(Break.NO_HEAD, chain.count)
    elif chain.fault is None and head is not None and (head.seq, head.hash) != (chain.count, chain.last_hash):
        chain.fault = Fault(Break.HEAD_DIFFERS, chain.count, head.seq)
    return chain


def _break(row: Mapping[str, Any], expected: int, previous: str) -> Fault | None:
    seq = row["seq"]
    if seq < expected:
        return Fault(Break.TOO_MANY, seq)
    if seq > expected:
        return Fault(Break.MISSING, expected)
    if row["previous_hash"] != previous or row["hash"] != chained(previous, row):
        return Fault(Break.CHANGED, seq)
    return None
