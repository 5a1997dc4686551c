"""The one door to requests: what is read, what is due, and the turns in which all is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from structlog.contextvars import bind_contextvars

from adapters.bot_database import about, rows
from adapters.bot_database.audit import Recorded
from adapters.bot_database.figures import read_figures
from adapters.bot_database.find import APPROVED_SINCE, BY_CODE, BY_ID, REQUEST
from adapters.bot_database.opening import record_of, to_open
from adapters.bot_database.pauses import PAUSE_NOW, PAUSED, read_pause
from adapters.bot_database.retention import subject_hash
from adapters.bot_database.tables import confirmations, inbox, requests
from adapters.bot_database.turn import UNSETTLED, PostgresTurn
from adapters.bot_database.vault import Vault
from adapters.bot_database.waking import Loop, wake
from adapters.straight import Ready, Straight
from handlers.figures import Figures
from handlers.model import Confirmation, Pause, Request, Shown
from handlers.ports import Book, Entry, Opening, Seen
from handlers.states import TIMES_OUT_TO, UNDO_LASTS, State
from handlers.terms import Kind, Result

SETTLE_LEASE = timedelta(seconds=15)

# Every click asks these: written once, because building such a statement takes longer than asking it.
_REPLY = select(inbox.c.reply).where(inbox.c.activity_id == bindparam("activity_id"))
REPLY = Ready(_REPLY)
THERE = Ready(select(requests.c.id).where(requests.c.id == bindparam("request_id")))
SHOWN = Ready(REQUEST.add_columns(PAUSE_NOW.label("pause")).where(requests.c.id == bindparam("request_id")))
_PRESSED = REQUEST.where(requests.c.id == bindparam("request_id")).subquery("request")
_ONE = select(literal(1).label("one")).subquery("one")
SEEN = Ready(
    select(_PRESSED, _REPLY.scalar_subquery().label("reply"), PAUSE_NOW.label("pause")).select_from(
        _ONE.outerjoin(_PRESSED, true())
    )
)
# What the worker's loops ask every second.
_AT: BindParameter[datetime] = bindparam("at")
_ONE_FREE: Mapping[str, Any] = {"skip_locked": True, "of": requests}
_KEEPS_A_LOGIN = REQUEST.where(
    requests.c.undo.is_not(None), requests.c.state_since <= _AT, requests.c.state.not_in(UNSETTLED)
).limit(1)
_APPROVED = (
    REQUEST.where(requests.c.state == State.APPROVED, requests.c.due_at > _AT, ~PAUSED)
    .order_by(requests.c.state_since)
    .limit(1)
    .with_for_update(**_ONE_FREE)
)
_LATE = (
    REQUEST.where(requests.c.state.in_(UNSETTLED), requests.c.settle_at <= _AT)
    .order_by(requests.c.settle_at)
    .limit(1)
    .with_for_update(**_ONE_FREE)
)
_OVERDUE = REQUEST.where(requests.c.state.in_(list(TIMES_OUT_TO)), requests.c.due_at <= _AT).limit(1)
_TO_REMIND = REQUEST.where(requests.c.remind_at <= _AT).limit(1)
_LOOKED_LONG = REQUEST.where(requests.c.look_until <= _AT).limit(1)


class PostgresBook(Book):
    """Requests in PostgreSQL; several replicas may share it."""

    def __init__(self, engine: AsyncEngine, vault: Vault, told: Callable[[Recorded], None] = lambda _: None) -> None:
        """`told` hears of each record of a turn once that is committed; it must not fail."""
        self._engine, self._told = engine, told
        self._straight = Straight(engine)
        # One statement alone needs no transaction around it, which would cost two round trips more.
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._vault = vault
        # Rows that this version cannot read (a newer one wrote them): passed over, so that they hold up no others.
        self._unreadable: set[UUID] = set()

    async def _due(self, connection: AsyncConnection, query: Select[Any], at: datetime) -> Request | None:
        """The next due request. Raises ValueError for one that cannot be read, once: then the next is found."""
        readable = query.where(requests.c.id.not_in(self._unreadable)) if self._unreadable else query
        row = (await connection.execute(readable, {"at": at})).mappings().one_or_none()
        if row is None:
            return None
        bind_contextvars(request=row["code"])
        try:
            return rows.request(row)
        except ValueError:
            self._unreadable.add(row["id"])
            raise ValueError(f"request {row['code']} was written by another version") from None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[PostgresTurn]:
        async with self._straight.begun() as begun:
            turn = PostgresTurn(begun)
            yield turn
            if not turn.given_up:
                await turn.finish()
                await begun.commit()
        for each in turn.recorded if not turn.given_up else ():
            self._told(each)

    async def open(self, opening: Opening, at: datetime) -> bool:
        statement, given = to_open(opening, at)
        opened = await self._straight.alone(statement, **given)
        # When the answer to a first try is lost, or late, the second one finds the delivery answered: perhaps by us.
        if not opened and not await self._straight.alone(THERE, request_id=opening.new.id):
            return False
        bind_contextvars(request=given["request_code"])
        self._told(Recorded(record_of(opening.new, opening.state), at))
        return True

    async def seen(self, activity_id: str, request_id: UUID | None) -> Seen:
        [row] = await self._straight.alone(SEEN, activity_id=activity_id, request_id=request_id)
        if row["id"]:
            bind_contextvars(request=row["code"])
        return Seen(row["reply"], rows.request(row) if row["id"] else None, rows.pause(row["pause"]))

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        found = await self._straight.alone(REPLY, activity_id=activity_id)
        return found[0]["reply"] if found else None

    async def find(self, request_id: UUID) -> Request | None:
        found = await self._straight.alone(BY_ID, request_id=request_id)
        if not found:
            return None
        bind_contextvars(request=found[0]["code"])
        return rows.request(found[0])

    async def find_by_code(self, code: str) -> Request | None:
        found = await self._straight.alone(BY_CODE, code=code)
        return rows.request(found[0]) if found else None

    async def open_about(self, kind: Kind, subject: str) -> Request | None:
        return await about.open_about(self._straight, kind, subject)

    async def about(self, subject: str) -> tuple[Request, ...]:
        async with self._reading.connect() as connection:
            return await about.about(connection, subject, subject_hash(self._vault.subject_key, subject))

    async def waiting(self) -> tuple[Request, ...]:
        async with self._reading.connect() as connection:
            return await about.waiting(connection)

    async def shown(self, request_id: UUID) -> Shown | None:
        found = await self._straight.alone(SHOWN, request_id=request_id)
        if not found:
            return None
        bind_contextvars(request=found[0]["code"])
        return Shown(rows.request(found[0]), rows.pause(found[0]["pause"]))

    async def confirmation(self, request_id: UUID, object_id: str) -> Confirmation | None:
        mine = select(confirmations).where(
            confirmations.c.request_id == request_id, confirmations.c.object_id == object_id
        )
        async with self._reading.connect() as connection:
            row = (await connection.execute(mine)).one_or_none()
            return Confirmation(row.object_id, row.version, row.digest, row.until) if row else None

    async def kept_login(self, request_id: UUID) -> str | None:
        done = (requests.c.id == request_id) & (requests.c.state == State.DONE)
        async with self._reading.connect() as connection:
            sealed = (await connection.execute(select(requests.c.undo).where(done))).scalar_one_or_none()
        try:
            return self._vault.open(sealed) if sealed else None
        except ValueError:
            return None  # sealed with another SECRET_KEY: gone for us

    async def unlinked_again(self, account_id: str, since: datetime) -> bool:
        later = exists().where(
            requests.c.kind == Kind.UNLINK_ONE_LOGIN,
            requests.c.state == State.DONE,
            requests.c.result == Result.UNLINKED,
            requests.c.state_since > since,
            requests.c.evidence["account"]["id"].astext == account_id,
        )
        async with self._reading.connect() as connection:
            return bool((await connection.execute(select(later))).scalar_one())

    async def forget_logins(self, at: datetime) -> bool:
        async with self.turn() as turn:
            request = await self._due(turn.connection, _KEEPS_A_LOGIN, at - UNDO_LASTS)
            if request is None:
                return False
            await turn.forget_login(request, at)
            return True

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        [counted] = await self._straight.alone(APPROVED_SINCE, of_kind=kind, since=since)
        return int(counted["count"])

    async def pause(self) -> Pause | None:
        async with self._reading.connect() as connection:
            return await read_pause(connection)

    async def figures(self, since: datetime, at: datetime) -> Figures:
        async with self._engine.connect() as connection:
            return await read_figures(connection, since, at)

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        async with self.turn() as turn:
            request = await self._due(turn.connection, _APPROVED, at)
            if request is None:
                return None
            started = Entry(action="started", actor="bot", digest=request.digest)
            return await turn.move(request, State.RUNNING, started, at, {"attempt": attempt})

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None, at: datetime) -> bool:
        sealed = self._vault.seal(undo) if undo else None
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(requests)
                .where(requests.c.id == request_id, requests.c.state == State.RUNNING)
                .where(requests.c.xid.is_(None), requests.c.attempt == attempt, ~PAUSED)
                .where(requests.c.settle_at > at)  # a worker that slept for hours comes too late, settled or not
                .values(xid=xid, undo=sealed)
            )
            return done.rowcount == 1

    async def to_settle(self, at: datetime) -> Request | None:
        async with self._engine.begin() as connection:
            request = await self._due(connection, _LATE, at)
            if request is not None:
                await _settle_at(connection, request.id, at + SETTLE_LEASE)
            return request

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        async with self._engine.begin() as connection:
            await _settle_at(connection, request_id, at)
            await wake(connection, Loop.SETTLE)

    async def overdue(self, at: datetime) -> Request | None:
        async with self._reading.connect() as connection:
            return await self._due(connection, _OVERDUE, at)

    async def to_remind(self, at: datetime) -> Request | None:
        async with self._reading.connect() as connection:
            return await self._due(connection, _TO_REMIND, at)

    async def remind_at(self, request_id: UUID, at: datetime) -> None:
        waits = (requests.c.id == request_id) & requests.c.remind_at.is_not(None)
        async with self._engine.begin() as connection:
            await connection.execute(update(requests).where(waits).values(remind_at=at))

    async def end_looks(self, at: datetime) -> bool:
        async with self.turn() as turn:
            request = await self._due(turn.connection, _LOOKED_LONG, at)
            if request is None:
                return False
            await turn.look(request, None, Entry("look_ended", "bot"), at)
            return True


async def _settle_at(connection: AsyncConnection, request_id: UUID, at: datetime) -> None:
    await connection.execute(
        update(requests).where(requests.c.id == request_id, requests.c.state.in_(UNSETTLED)).values(settle_at=at)
    )
