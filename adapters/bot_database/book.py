"""The one door to requests: every step is a single conditional UPDATE that writes its audit record with it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database import audit, rows
from adapters.bot_database.tables import approvals, cards, inbox, notices, requesters, requests
from adapters.bot_database.vault import Vault
from handlers.model import Approval, Notice, Person, Request
from handlers.ports import Book, Entry, NewRequest, Turn
from handlers.states import TIMES_OUT_TO, State, check_arrow
from handlers.timers import due

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that read like another
CODE_LENGTH = 5
SETTLE_AFTER = timedelta(seconds=20)  # an action that takes longer loses to the fence, which is safe
SETTLE_LEASE = timedelta(seconds=15)
UNSETTLED = (State.RUNNING, State.UNKNOWN)
WORK = "tv_support_bot_work"  # the channel of LISTEN and NOTIFY


class PostgresBook(Book):
    """Requests in PostgreSQL; several replicas may share it."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[PostgresTurn]:
        async with self._engine.connect() as connection:
            turn = PostgresTurn(connection)
            async with connection.begin() as transaction:
                yield turn
                if turn.given_up:
                    await transaction.rollback()

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        async with self._engine.connect() as connection:
            found = await connection.execute(select(inbox.c.reply).where(inbox.c.activity_id == activity_id))
            return found.scalar_one_or_none()

    async def find(self, request_id: UUID) -> Request | None:
        async with self._engine.connect() as connection:
            return await _find(connection, select(requests).where(requests.c.id == request_id))

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        waiting = (
            select(requests)
            .where(requests.c.state == State.APPROVED, requests.c.due_at > at)
            .order_by(requests.c.state_since)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self.turn() as turn:
            request = await _find(turn.connection, waiting)
            if request is None:
                return None
            started = Entry(action="started", actor="bot", digest=request.digest)
            return await turn.move(request, State.RUNNING, started, at, {"attempt": attempt})

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None) -> bool:
        sealed = self._vault.seal(undo) if undo else None
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(requests)
                .where(requests.c.id == request_id, requests.c.state == State.RUNNING)
                .where(requests.c.xid.is_(None), requests.c.attempt == attempt)
                .values(xid=xid, undo=sealed)
            )
            return done.rowcount == 1

    async def to_settle(self, at: datetime) -> Request | None:
        late = (
            select(requests)
            .where(requests.c.state.in_(UNSETTLED), requests.c.settle_at <= at)
            .order_by(requests.c.settle_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._engine.begin() as connection:
            request = await _find(connection, late)
            if request is not None:
                await _settle_at(connection, request.id, at + SETTLE_LEASE)
            return request

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        async with self._engine.begin() as connection:
            await _settle_at(connection, request_id, at)
            await _wake(connection)

    async def overdue(self, at: datetime) -> Request | None:
        over = select(requests).where(requests.c.state.in_(list(TIMES_OUT_TO)), requests.c.due_at <= at).limit(1)
        async with self._engine.connect() as connection:
            return await _find(connection, over)


class PostgresTurn(Turn):
    """One transaction on the bot database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.given_up = False

    def give_up(self) -> None:
        self.given_up = True

    async def first_time(self, activity_id: str) -> bool:
        """Insert the activity; a second delivery at the same moment waits here for the first one's commit."""
        taken = await self.connection.execute(
            upsert(inbox).values(activity_id=activity_id, received_at=func.now()).on_conflict_do_nothing()
        )
        return taken.rowcount == 1

    async def keep_reply(self, activity_id: str, reply: Mapping[str, Any]) -> None:
        await self.connection.execute(update(inbox).where(inbox.c.activity_id == activity_id).values(reply=dict(reply)))

    async def open(self, new: NewRequest, state: State, at: datetime) -> Request:
        request_id = uuid4()
        values = {
            "id": request_id,
            "code": "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
            "kind": new.kind,
            "state": state,
            "version": 1,
            "conversation_id": new.thread.conversation_id,
            "service_url": new.thread.service_url,
            "created_at": at,
            "state_since": at,
            "due_at": due(state, at),
            **rows.columns({"details": new.details, **new.changes}),
        }
        await self.connection.execute(insert(requests).values(**values))
        await self.add_requester(request_id, new.requester, at)
        request = await self.find(request_id)
        if request is None:
            raise LookupError(f"request {request_id} vanished inside its own transaction")
        entry = Entry("opened", new.requester.object_id, request_id, 1, None, state, new.kind, request.digest)
        await audit.append(self.connection, entry, at)
        await self.connection.execute(insert(cards).values(id=uuid4(), request_id=request_id, wanted=1, due_at=at))
        await _wake(self.connection)
        return request

    async def find(self, request_id: UUID) -> Request | None:
        return await _find(self.connection, select(requests).where(requests.c.id == request_id))

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        check_arrow(request.state, to)
        version = request.version + 1
        values = rows.columns(changes or {})
        if to is not request.state:
            values |= {"state": to, "state_since": at, "due_at": due(to, at)}
            values["settle_at"] = at + SETTLE_AFTER if to in UNSETTLED else None
        moved = await self.connection.execute(
            update(requests)
            .where(requests.c.id == request.id, requests.c.state == request.state)
            .where(requests.c.version == request.version, requests.c.xid.is_not_distinct_from(request.xid))
            .values(version=version, **values)
        )
        if moved.rowcount != 1:
            return None
        record = Entry(entry.action, entry.actor, request.id, version, request.state, to, entry.code, entry.digest)
        await audit.append(self.connection, record, at)
        await self.connection.execute(
            update(cards)
            .where(cards.c.request_id == request.id, cards.c.retired.is_(False))
            .values(wanted=version, due_at=at, attempts=0)
        )
        await _wake(self.connection)
        return await self.find(request.id)

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None:
        await self.connection.execute(
            upsert(requesters)
            .values(
                request_id=request_id,
                object_id=person.object_id,
                teams_id=person.teams_id,
                name=person.name,
                since=at,
            )
            .on_conflict_do_nothing()
        )

    async def add_approval(self, request_id: UUID, approval: Approval) -> None:
        person = approval.person
        await self.connection.execute(
            upsert(approvals)
            .values(
                request_id=request_id,
                version=approval.version,
                object_id=person.object_id,
                teams_id=person.teams_id,
                name=person.name,
                digest=approval.digest,
                at=approval.at,
            )
            .on_conflict_do_nothing()
        )

    async def record(self, entry: Entry, at: datetime) -> None:
        await audit.append(self.connection, entry, at)

    async def notify(self, notice: Notice, at: datetime) -> None:
        await self.connection.execute(
            insert(notices).values(
                id=uuid4(),
                kind=notice.kind,
                audience=notice.audience,
                request_id=notice.request_id,
                state=notice.state,
                people=rows.people_column(notice.people),
                conversation_id=notice.thread.conversation_id,
                service_url=notice.thread.service_url,
                created_at=at,
                due_at=at,
            )
        )
        await _wake(self.connection)


async def _find(connection: AsyncConnection, one: Select[Any]) -> Request | None:
    row = (await connection.execute(one)).mappings().one_or_none()
    if row is None:
        return None
    asked = select(requesters).where(requesters.c.request_id == row["id"]).order_by(requesters.c.since)
    said_yes = select(approvals).where(approvals.c.request_id == row["id"]).order_by(approvals.c.at)
    return rows.request(
        row,
        (await connection.execute(asked)).mappings().all(),
        (await connection.execute(said_yes)).mappings().all(),
    )


async def _settle_at(connection: AsyncConnection, request_id: UUID, at: datetime) -> None:
    await connection.execute(
        update(requests).where(requests.c.id == request_id, requests.c.state.in_(UNSETTLED)).values(settle_at=at)
    )


async def _wake(connection: AsyncConnection) -> None:
    """Tell the workers of every replica, when this transaction commits, that there is work."""
    await connection.execute(select(func.pg_notify(WORK, "")))
