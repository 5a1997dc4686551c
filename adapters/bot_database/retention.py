"""Forgetting: what kept.py says is over goes, a little at a time, and for requests on the record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Text, and_, cast, delete, exists, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database import audit
from adapters.bot_database.kept import KEPT_AFTER_END, REPLIES_KEPT, Rule, declared
from adapters.bot_database.tables import approvals, inbox, notices, requesters, requests
from handlers.ports import Entry
from handlers.states import FINAL, OPEN, State
from handlers.unlink import normal

QUIET = timedelta(minutes=10)  # between two looks when there was nothing to forget
AT_ONCE = 200  # rows of the inbox or the notices
NOBODY: list[object] = []
_FIELDS_KEPT = {column.removeprefix("details.") for column in declared("requests", Rule.KEEP)}
_NAMELESS = {"teams_id": "", "name": ""}
_FOLLOWING = requests.alias("following")


def subject_hash(key: bytes, address: str) -> str:
    """What stays of an address: HMAC-SHA256 of it without capitals and outer blanks, 64 hex digits."""
    return hmac.new(key, normal(address).encode(), hashlib.sha256).hexdigest()


class Retention:
    """The step of the worker that forgets."""

    def __init__(self, engine: AsyncEngine, key: bytes, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._key = key
        self._clock = clock
        self._next: datetime | None = None

    async def step(self) -> bool:
        """Forget one request, or some replies and mentions; whether there was anything."""
        now = self._clock()
        if self._next is not None and now < self._next <= now + QUIET:
            return False
        async with self._engine.begin() as connection:
            found = await self._request(connection, now)
            found = await _replies(connection, now) or found
            found = await _mentions(connection, now) or found
        self._next = None if found else now + QUIET
        return found

    async def _request(self, connection: AsyncConnection, now: datetime) -> bool:
        """One request that ended 30 days ago. Its card in Teams stays as it is: masked since its end."""
        followed = exists().where(_FOLLOWING.c.again_of == requests.c.id, _FOLLOWING.c.state.in_(list(OPEN)))
        over = (
            select(requests.c.id, requests.c.state, requests.c.version, requests.c.details)
            .where(requests.c.state.in_(list(FINAL)), requests.c.state_since <= now - KEPT_AFTER_END)
            .where(requests.c.forgotten_at.is_(None), ~followed)
            .order_by(requests.c.state_since)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = (await connection.execute(over)).one_or_none()
        if row is None:
            return False
        subject = row.details.get("subject")
        values = {
            "details": {name: value for name, value in row.details.items() if name in _FIELDS_KEPT},
            "subject_hash": subject_hash(self._key, subject) if subject else None,
            "forgotten_at": now,
            **dict.fromkeys(declared("requests", Rule.DROP) & set(requests.c.keys()), null()),
        }
        same = (requests.c.id == row.id) & (requests.c.state == row.state) & (requests.c.version == row.version)
        if (await connection.execute(update(requests).where(same).values(values))).rowcount != 1:
            return False
        for people in (requesters, approvals):
            await connection.execute(update(people).where(people.c.request_id == row.id).values(_NAMELESS))
        await connection.execute(update(notices).where(notices.c.request_id == row.id).values(people=NOBODY))
        state = State(row.state)
        entry = Entry("forgotten", "bot", row.id, row.version, state, state)
        await audit.append(connection, entry, now)
        return True


async def _replies(connection: AsyncConnection, now: datetime) -> bool:
    old = select(inbox.c.activity_id).where(inbox.c.received_at <= now - REPLIES_KEPT).limit(AT_ONCE)
    gone = delete(inbox).where(inbox.c.activity_id.in_(old.with_for_update(skip_locked=True)))
    return (await connection.execute(gone)).rowcount > 0


async def _mentions(connection: AsyncConnection, now: datetime) -> bool:
    over = and_(notices.c.outcome.is_not(None), notices.c.created_at <= now - KEPT_AFTER_END)
    old = select(notices.c.id).where(over, cast(notices.c.people, Text) != "[]").limit(AT_ONCE)
    emptied = update(notices).where(notices.c.id.in_(old.with_for_update(skip_locked=True))).values(people=NOBODY)
    return (await connection.execute(emptied)).rowcount > 0
