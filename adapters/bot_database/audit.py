"""The audit: append-only, each record chained to the one before it through one locked head row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy import CTE, FromClause, Text, bindparam, cast, exists, func, insert, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from adapters.bot_database.tables import audit, audit_head
from adapters.straight import Ready
from handlers.model import Request
from handlers.ports import Entry

FIRST_HASH = "0" * 64
ANCHORED = "anchored"  # the action of a record that says: this line was written outside
HASHED = ("seq", "at", "action", "actor", "request_id", "version", "from_state", "to_state", "code", "digest")


@dataclass(frozen=True)
class Recorded:
    """A record that was written, for whoever counts; `request` is what it was about, as it was before."""

    entry: Entry
    at: datetime
    request: Request | None = None


# The head row stays locked until the transaction ends, so records are chained in the order of commit. The server puts
# the hash before this one into ours: reading it first would be a round trip more. `chained` says the same in Python.
_as_is = partial(literal, literal_execute=True)
_ID, _SEQ = audit_head.c.id, (audit_head.c.seq + _as_is(1)).label("seq")
_HEAD = select(_ID, _SEQ, audit_head.c.hash.label("previous")).with_for_update()
# The names of parameters are not those of columns, or SQLAlchemy would take them for what is to be set.
_GIVEN = {name: bindparam(f"record_{name}", type_=audit.c[name].type) for name in HASHED if name != "seq"}


def _appended(head: CTE, come_from: FromClause) -> ReturningUpdate[Any]:
    before = _as_is('["').concat(head.c.previous).concat(_as_is('",')).concat(cast(head.c.seq, Text))
    line = func.convert_to(before.concat(bindparam("record_rest")), _as_is("UTF8"))
    hashed = func.encode(func.sha256(line), _as_is("hex")).label("hash")
    link = select(head, hashed).select_from(come_from).cte("link")
    record = select(link.c.seq, link.c.previous, link.c.hash, *_GIVEN.values())
    written = insert(audit).from_select(["seq", "previous_hash", "hash", *_GIVEN], record).cte("written")
    moved = update(audit_head).where(audit_head.c.id == link.c.id).values(seq=link.c.seq, hash=link.c.hash)
    return moved.add_cte(written).returning(audit_head.c.seq)


def chained_after(first: CTE) -> ReturningUpdate[Any]:
    """A record as part of a greater statement, if there is what it comes after; without a head that statement fails."""
    head = _HEAD.where(exists(select(_as_is(1)).select_from(first))).cte("head")
    return _appended(head, first.outerjoin(head, true()))  # what has no number is no record: the table refuses it


_ALONE = _HEAD.cte("head")
APPEND = _appended(_ALONE, _ALONE)
_STRAIGHT = Ready(APPEND)


async def append(connection: AsyncConnection, entry: Entry, at: datetime) -> None:
    """Write one record in the transaction of what it records. Raises LookupError for a chain without its head."""
    _one((await connection.execute(APPEND, record_given(entry, at))).all())


async def append_straight(
    on: asyncpg.Connection, entry: Entry, at: datetime, statement: Ready = _STRAIGHT, **more: Any
) -> None:
    """The same, straight; `statement` may be APPEND with `more` to do. Raises one of adapters.postgres's FAULTS too."""
    _one(await statement.rows(on, **record_given(entry, at), **more))


def _one(written: Sequence[Any]) -> None:
    if len(written) != 1:
        raise LookupError("the audit has no head, so nothing was recorded")


def record_given(entry: Entry, at: datetime) -> dict[str, Any]:
    """The parameters of a record."""
    record = {"at": at, **asdict(entry)}
    rest = _json([plain(record[name]) for name in _GIVEN])
    return {"record_rest": f",{rest[1:]}", **{f"record_{name}": value for name, value in record.items()}}


def chained(previous: str, record: Mapping[str, Any]) -> str:
    """The hash of a record behind `previous`: SHA-256 over canonical JSON, 64 hex digits."""
    fields = [previous, *(plain(record[name]) for name in HASHED)]
    return hashlib.sha256(_json(fields).encode()).hexdigest()


def _json(fields: Sequence[Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A field as it is hashed and exported: times in UTC, numbers as they are, the rest as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, int) else str(value)
