"""Requests by what they are about and by what still waits: for joining an open one, and for `find` and `status`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database import rows
from adapters.bot_database.find import REQUEST
from adapters.bot_database.tables import requests
from handlers.model import Kind, Request
from handlers.ports import LISTED
from handlers.states import OPEN
from handlers.unlink import normal

_OPEN = requests.c.state.in_(sorted(OPEN))


def _subject_is(address: str) -> ColumnElement[bool]:
    return func.lower(func.btrim(requests.c.details["subject"].astext)) == normal(address)


async def open_about(connection: AsyncConnection, kind: Kind, address: str) -> Request | None:
    """The oldest open request of this kind about this address."""
    found = await _listed(
        connection, REQUEST.where(_OPEN, requests.c.kind == kind, _subject_is(address)).order_by(requests.c.created_at)
    )
    return found[0] if found else None


async def about(connection: AsyncConnection, address: str, hashed: str) -> tuple[Request, ...]:
    """The newest requests about this address; `hashed` is what is kept of it once the address itself is gone."""
    theirs = or_(_subject_is(address), requests.c.subject_hash == hashed)
    return await _listed(connection, REQUEST.where(theirs).order_by(requests.c.created_at.desc()))


async def waiting(connection: AsyncConnection) -> tuple[Request, ...]:
    """The open requests, oldest first."""
    return await _listed(connection, REQUEST.where(_OPEN).order_by(requests.c.created_at, requests.c.code))


async def _listed(connection: AsyncConnection, query: Select[Any]) -> tuple[Request, ...]:
    found = (await connection.execute(query.limit(LISTED + 1))).mappings()
    return tuple(request for row in found if (request := _readable(row)) is not None)


def _readable(row: RowMapping) -> Request | None:
    """None for what another version wrote: it must not keep the others from being listed."""
    try:
        return rows.request(row)
    except ValueError:
        return None
