"""A bot database in memory that holds many requests and keeps the real one's promises: turns, arrows, the fence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from handlers.figures import Figures
from handlers.form import same_address
from handlers.model import Approval, Confirmation, Look, Pause, Person, Request, Shown
from handlers.notices import Notice
from handlers.ports import Book, Entry, NewRequest, Opening, Seen, Turn
from handlers.states import OPEN, TIMES_OUT_TO, State, check_arrow
from handlers.terms import Kind
from handlers.timers import due

SETTLE_AFTER = timedelta(seconds=20)
LEASE = timedelta(seconds=15)
UNSETTLED = (State.RUNNING, State.UNKNOWN)
ACTING = (State.APPROVED, State.RUNNING, State.UNKNOWN, State.DONE)


@dataclass
class Rows:
    """All that a transaction may change; copied when it begins and put back when it is given up."""

    requests: dict[UUID, Request] = field(default_factory=dict)
    settle_at: dict[UUID, datetime] = field(default_factory=dict)
    approved_at: dict[UUID, datetime] = field(default_factory=dict)
    inbox: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    confirmations: dict[tuple[UUID, str], Confirmation] = field(default_factory=dict)
    pause: Pause | None = None

    def put(self, new: NewRequest, state: State, at: datetime) -> None:
        opened = Request(
            new.id, f"A{len(self.requests):04}", new.kind, state, 1, new.details, new.thread, at, at, new.requesters
        )
        self.requests[new.id] = replace(opened, due_at=due(state, at), **new.changes)

    def copied(self) -> Rows:
        return Rows(*(copy(getattr(self, name)) for name in self.__dataclass_fields__))


class MachineBook(Book):
    """Many requests in memory; every call happens at once, as a transaction of PostgreSQL seems to."""

    def __init__(self) -> None:
        self.rows = Rows()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[MachineTurn]:
        before, turn = self.rows.copied(), MachineTurn(self)
        try:
            yield turn
        except BaseException:
            self.rows = before
            raise
        if turn.given_up:
            self.rows = before

    async def open(self, opening: Opening, at: datetime) -> bool:
        if opening.activity_id in self.rows.inbox:
            return False
        self.rows.inbox[opening.activity_id] = opening.reply
        self.rows.put(opening.new, opening.state, at)
        return True

    async def seen(self, activity_id: str, request_id: UUID | None) -> Seen:
        request = await self.find(request_id) if request_id else None
        return Seen(self.rows.inbox.get(activity_id), request, self.rows.pause)

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        return self.rows.inbox.get(activity_id)

    async def find(self, request_id: UUID) -> Request | None:
        found = self.rows.requests.get(request_id)
        if found is None:
            return None
        again = [each.code for each in self.rows.requests.values() if each.again_of == request_id]
        return replace(found, again_as=again[0]) if again else found

    async def find_by_code(self, code: str) -> Request | None:
        return next((each for each in self.rows.requests.values() if each.code == code), None)

    async def open_about(self, kind: Kind, subject: str) -> Request | None:
        found = [each for each in await self.about(subject) if each.kind is kind and each.state in OPEN]
        return found[0] if found else None

    async def about(self, subject: str) -> tuple[Request, ...]:
        every = self.rows.requests.values()
        return tuple(each for each in every if same_address(each.details.subject, subject))

    async def waiting(self) -> tuple[Request, ...]:
        return tuple(each for each in self.rows.requests.values() if each.state in OPEN)

    async def shown(self, request_id: UUID) -> Shown | None:
        raise AssertionError("nobody draws cards here")

    async def confirmation(self, request_id: UUID, object_id: str) -> Confirmation | None:
        return self.rows.confirmations.get((request_id, object_id))

    async def unlinked_again(self, account_id: str, since: datetime) -> bool:
        return False

    async def kept_login(self, request_id: UUID) -> str | None:
        raise AssertionError("nobody undoes anything here")

    async def forget_logins(self, at: datetime) -> bool:
        return False

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        return sum(
            at >= since and self.rows.requests[number].state in ACTING for number, at in self.rows.approved_at.items()
        )

    async def pause(self) -> Pause | None:
        return self.rows.pause

    async def figures(self, since: datetime, at: datetime) -> Figures:
        return Figures(since, at)

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        def waits(each: Request) -> bool:
            return each.state is State.APPROVED and each.due_at is not None and each.due_at > at

        request = None if self.rows.pause else self._first(waits)
        if request is None:
            return None
        async with self.turn() as turn:
            return await turn.move(request, State.RUNNING, Entry("started", "bot"), at, {"attempt": attempt})

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None, at: datetime) -> bool:
        request = self.rows.requests[request_id]
        mine = request.state is State.RUNNING and request.xid is None and request.attempt == attempt
        if not mine or self.rows.pause or self.rows.settle_at[request_id] <= at:
            return False
        self.rows.requests[request_id] = replace(request, xid=xid)
        return True

    async def to_settle(self, at: datetime) -> Request | None:
        request = self._first(lambda each: each.state in UNSETTLED and self.rows.settle_at[each.id] <= at)
        if request is not None:
            self.rows.settle_at[request.id] = at + LEASE
        return request

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        if self.rows.requests[request_id].state in UNSETTLED:
            self.rows.settle_at[request_id] = at

    async def overdue(self, at: datetime) -> Request | None:
        return self._first(lambda each: each.state in TIMES_OUT_TO and each.due_at is not None and each.due_at <= at)

    async def to_remind(self, at: datetime) -> Request | None:
        return None

    async def remind_at(self, request_id: UUID, at: datetime) -> None:
        raise AssertionError("nobody is reminded here")

    async def end_looks(self, at: datetime) -> bool:
        return False

    def _first(self, which: Callable[[Request], bool]) -> Request | None:
        return next((each for each in self.rows.requests.values() if which(each)), None)


@dataclass
class MachineTurn(Turn):
    """One turn of a MachineBook."""

    book: MachineBook
    given_up: bool = False

    @property
    def rows(self) -> Rows:
        return self.book.rows

    def give_up(self) -> None:
        self.given_up = True

    async def first_time(self, activity_id: str) -> bool:
        first = activity_id not in self.rows.inbox
        self.rows.inbox.setdefault(activity_id, None)
        return first

    async def keep_reply(self, activity_id: str, reply: Mapping[str, Any]) -> None:
        self.rows.inbox[activity_id] = reply

    async def open_again(self, new: NewRequest, earlier: Request, state: State, at: datetime) -> Request | None:
        if any(each.again_of == earlier.id for each in self.rows.requests.values()):
            return None
        self.rows.put(new, state, at)
        self.rows.requests[new.id] = replace(self.rows.requests[new.id], again_of=earlier.id)
        return self.rows.requests[new.id]

    async def find(self, request_id: UUID) -> Request | None:
        return await self.book.find(request_id)

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        check_arrow(request.state, to)
        now = self.rows.requests[request.id]
        if (now.version, now.state, now.xid) != (request.version, request.state, request.xid):
            return None
        values: dict[str, Any] = {"version": now.version + 1, **(changes or {})}
        if to is not now.state:
            values |= {"state": to, "state_since": at, "due_at": due(to, at), "look": None}
            if to is State.AWAITING_APPROVAL:
                values["asked_version"] = now.version + 1
            if to in UNSETTLED:
                self.rows.settle_at[now.id] = at + SETTLE_AFTER
            if to is State.APPROVED:
                self.rows.approved_at[now.id] = at
        self.rows.requests[now.id] = replace(now, **values)
        return self.rows.requests[now.id]

    async def look(self, request: Request, look: Look | None, entry: Entry, at: datetime) -> bool:
        now = self.rows.requests[request.id]
        if (now.version, now.state) != (request.version, request.state):
            return False
        self.rows.requests[now.id] = replace(now, look=look)
        return True

    async def remind(self, request: Request, sent: int, next_at: datetime | None, entry: Entry, at: datetime) -> bool:
        raise AssertionError("nobody is reminded here")

    async def to_confirm(self, request_id: UUID, confirmation: Confirmation) -> None:
        self.rows.confirmations[request_id, confirmation.object_id] = confirmation

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        return await self.book.approved_since(kind, since)

    async def set_pause(self, pause: Pause, entry: Entry, at: datetime) -> None:
        self.rows.pause = pause

    async def lift_pause(self, person: Person, entry: Entry, at: datetime) -> bool:
        if self.rows.pause is None or self.rows.pause.by.object_id == person.object_id:
            return False
        self.rows.pause = None
        return True

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None:
        now = self.rows.requests[request_id]
        if not now.asked_by(person.object_id):
            self.rows.requests[request_id] = replace(now, requesters=(*now.requesters, person))

    async def add_approval(self, request_id: UUID, approval: Approval) -> None:
        now = self.rows.requests[request_id]
        self.rows.requests[request_id] = replace(now, approvals=(*now.approvals, approval))

    async def record(self, entry: Entry, at: datetime) -> None: ...

    async def notify(self, notice: Notice, at: datetime) -> None: ...
