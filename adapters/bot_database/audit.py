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
from sqlalchemy import Text, bindparam, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

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
_HEAD = (
    select(audit_head.c.id, (audit_head.c.seq + _as_is(1)).label("seq"), audit_head.c.hash.label("previous"))
    .with_for_update()
    .cte("head")
)
_NUMBER = cast(_HEAD.c.seq, Text)
_LINE = _as_is('["').concat(_HEAD.c.previous).concat(_as_is('",')).concat(_NUMBER).concat(bindparam("rest"))
_HASH = func.encode(func.sha256(func.convert_to(_LINE, _as_is("UTF8"))), _as_is("hex"))
_LINK = select(_HEAD, _HASH.label("hash")).cte("link")
# The names of parameters are not those of columns, or SQLAlchemy would take them for what is to be set.
_GIVEN = {name: bindparam(f"r_{name}", type_=audit.c[name].type) for name in HASHED if name != "seq"}
_WRITTEN = insert(audit).from_select(
    ["seq", "previous_hash", "hash", *_GIVEN], select(_LINK.c.seq, _LINK.c.previous, _LINK.c.hash, *_GIVEN.values())
)
_APPEND = (
    update(audit_head)
    .where(audit_head.c.id == _LINK.c.id)
    .values(seq=_LINK.c.seq, hash=_LINK.c.hash)
    .add_cte(_WRITTEN.cte("written"))
    .returning(audit_head.c.seq)
)
_STRAIGHT = Ready(_APPEND)


async def append(connection: AsyncConnection, entry: Entry, at: datetime) -> None:
    """Write one record in the transaction of what it records. Raises LookupError for a chain without its head."""
    _one((await connection.execute(_APPEND, _record(entry, at))).all())


async def append_straight(on: asyncpg.Connection, entry: Entry, at: datetime) -> None:
    """The same, straight. Raises one of adapters.straight's FAULTS as well."""
    _one(await _STRAIGHT.rows(on, **_record(entry, at)))


def _one(written: Sequence[Any]) -> None:
    if len(written) != 1:
        raise LookupError("the audit has no head, so nothing was recorded")


def _record(entry: Entry, at: datetime) -> dict[str, Any]:
    record = {"at": at, **asdict(entry)}
    rest = _json([plain(record[name]) for name in _GIVEN])
    return {"rest": f",{rest[1:]}", **{f"r_{name}": value for name, value in record.items()}}


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
