"""The audit: append-only, each record chained to the one before it through one locked head row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.tables import audit, audit_head
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


_HEAD = select(audit_head.c.seq, audit_head.c.hash).with_for_update()
# The names of parameters are not those of columns, or SQLAlchemy would take them for what is to be set.
_WRITTEN = insert(audit).values({name: bindparam(f"r_{name}") for name in (*HASHED, "previous_hash", "hash")})
_APPEND = update(audit_head).values(seq=bindparam("r_seq"), hash=bindparam("r_hash")).add_cte(_WRITTEN.cte("written"))


async def append(connection: AsyncConnection, entry: Entry, at: datetime) -> None:
    """Write one record in the transaction of what it records.

    The head row stays locked until that transaction ends, so records are chained in the order of commit.
    """
    head = (await connection.execute(_HEAD)).one()
    record = {"seq": head.seq + 1, "at": at, **asdict(entry)}
    record |= {"previous_hash": head.hash, "hash": chained(head.hash, record)}
    await connection.execute(_APPEND, {f"r_{name}": value for name, value in record.items()})


def chained(previous: str, record: Mapping[str, Any]) -> str:
    """The hash of a record behind `previous`: SHA-256 over canonical JSON, 64 hex digits."""
    fields = [previous, *(plain(record[name]) for name in HASHED)]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A field as it is hashed and exported: times in UTC, numbers as they are, the rest as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, int) else str(value)
