"""Requests by what they are about and by what still waits: for joining an open one, and for `find` and `status`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Select, bindparam, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database import rows
from adapters.bot_database.find import REQUEST
from adapters.bot_database.tables import requests
from adapters.straight import Ready, Straight
from handlers.model import Request
from handlers.ports import LISTED
from handlers.states import OPEN
from handlers.terms import Kind
from handlers.unlink import normal

_MOST = LISTED + 1  # one more than is listed, to say that there are others
_OPEN = requests.c.state.in_(sorted(OPEN))


_SUBJECT_IS = func.lower(func.btrim(requests.c.details["subject"].astext)) == bindparam("address")
_OPEN_ABOUT = Ready(
    REQUEST.where(_OPEN, requests.c.kind == bindparam("kind"), _SUBJECT_IS).order_by(requests.c.created_at).limit(_MOST)
)
_ABOUT = (
    REQUEST.where(or_(_SUBJECT_IS, requests.c.subject_hash == bindparam("hashed")))
    .order_by(requests.c.created_at.desc())
    .limit(_MOST)
)
_WAITING = REQUEST.where(_OPEN).order_by(requests.c.created_at, requests.c.code).limit(_MOST)


async def open_about(straight: Straight, kind: Kind, address: str) -> Request | None:
    """The oldest open request of this kind about this address."""
    found = _readable(await straight.alone(_OPEN_ABOUT, kind=kind, address=normal(address)))
    return found[0] if found else None


async def about(connection: AsyncConnection, address: str, hashed: str) -> tuple[Request, ...]:
    """The newest requests about this address; `hashed` is what is kept of it once the address itself is gone."""
    return await _listed(connection, _ABOUT, address=normal(address), hashed=hashed)


async def waiting(connection: AsyncConnection) -> tuple[Request, ...]:
    """The open requests, oldest first."""
    return await _listed(connection, _WAITING)


async def _listed(connection: AsyncConnection, query: Select[Any], **given: Any) -> tuple[Request, ...]:
    return _readable((await connection.execute(query, given)).mappings())


def _readable(found: Iterable[Mapping[Any, Any]]) -> tuple[Request, ...]:
    """Without what another version wrote, which must not keep the others from being listed."""
    readable = []
    for row in found:
        with suppress(ValueError):
            readable.append(rows.request(row))
    return tuple(readable)
