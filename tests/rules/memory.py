"""The ports in memory: for what real databases and a real directory do not show on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.errors import DirectoryUnavailable, ServiceDatabaseUnavailable
from handlers.model import Approval, Notice, Person, Request
from handlers.ports import (
    Acting,
    Book,
    Directory,
    Entry,
    NewRequest,
    Ports,
    ServiceDatabase,
    TransactionStatus,
    Turn,
)
from handlers.roles import Standing
from handlers.states import State, check_arrow
from handlers.unlink import Accounts
from tests.rules.given import GROUPS, KEY, NOW, jobseeker, standing


@dataclass
class MemoryBook(Book):
    """A bot database with one request at most.

    `overtaken`: somebody else always moves first. `fence_holds`: this attempt has not been settled meanwhile.
    `in_flight`: what other deliveries, at the same moment, commit before ours gets to it.
    """

    request: Request | None = None
    overtaken: bool = False
    fence_holds: bool = True
    replies: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    in_flight: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    looks: list[datetime] = field(default_factory=list)
    fences: list[tuple[str, str | None]] = field(default_factory=list)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[MemoryTurn]:
        turn = MemoryTurn(self)
        before = self.request, dict(self.replies), list(self.entries), list(self.notices)
        yield turn
        if turn.given_up:
            self.request, self.replies, self.entries, self.notices = before
            self.replies |= self.in_flight

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        return self.replies.get(activity_id)

    async def find(self, request_id: UUID) -> Request | None:
        return self.request if self.request and self.request.id == request_id else None

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        if self.request is None or self.request.state is not State.APPROVED:
            return None
        self.request = replace(self.request, state=State.RUNNING, attempt=attempt, version=self.request.version + 1)
        return self.request

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None) -> bool:
        if self.fence_holds and self.request:
            self.request = replace(self.request, xid=xid)
            self.fences.append((xid, undo))
        return self.fence_holds

    async def to_settle(self, at: datetime) -> Request | None:
        unsettled = self.request is not None and self.request.state in (State.RUNNING, State.UNKNOWN)
        return self.request if unsettled else None

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        self.looks.append(at)

    async def overdue(self, at: datetime) -> Request | None:
        return self.request


@dataclass
class MemoryTurn(Turn):
    """One turn of a MemoryBook."""

    book: MemoryBook
    given_up: bool = False

    def give_up(self) -> None:
        self.given_up = True

    async def first_time(self, activity_id: str) -> bool:
        self.book.replies |= self.book.in_flight
        first = activity_id not in self.book.replies
        self.book.replies.setdefault(activity_id, None)
        return first

    async def keep_reply(self, activity_id: str, reply: Mapping[str, Any]) -> None:
        self.book.replies[activity_id] = reply

    async def open(self, new: NewRequest, state: State, at: datetime) -> Request:
        self.book.request = Request(
            UUID(int=1), "ABCDE", new.kind, state, 1, new.details, new.thread, at, at, (new.requester,), **new.changes
        )
        return self.book.request

    async def find(self, request_id: UUID) -> Request | None:
        return await self.book.find(request_id)

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        check_arrow(request.state, to)
        now = self.book.request
        if self.book.overtaken or now is None or (now.version, now.state) != (request.version, request.state):
            return None
        self.book.request = replace(now, state=to, version=now.version + 1, **(changes or {}))
        self.book.entries.append(replace(entry, from_state=request.state, to_state=to))
        return self.book.request

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None:
        now = self.book.request
        if now and not now.asked_by(person.object_id):
            self.book.request = replace(now, requesters=(*now.requesters, person))

    async def add_approval(self, request_id: UUID, approval: Approval) -> None:
        if self.book.request:
            self.book.request = replace(self.book.request, approvals=(*self.book.request.approvals, approval))

    async def record(self, entry: Entry, at: datetime) -> None:
        self.book.entries.append(entry)

    async def notify(self, notice: Notice, at: datetime) -> None:
        self.book.notices.append(notice)


@dataclass
class MemoryService(ServiceDatabase, Acting):
    """A service database with these accounts; `fails_at` names the one call that it cannot do."""

    accounts: Accounts = field(default_factory=lambda: Accounts((jobseeker(),)))
    status: TransactionStatus = TransactionStatus.COMMITTED
    rows_changed: int = 1
    fails_at: str | None = None
    unlinked: list[str] = field(default_factory=list)
    commits: int = 0

    def _do(self, call: str) -> None:
        if call == self.fails_at:
            raise ServiceDatabaseUnavailable(call)

    async def look_up(self, subject: str, current_email: str | None) -> Accounts:
        self._do("look_up")
        return self.accounts

    @asynccontextmanager
    async def acting(self, request_id: UUID) -> AsyncIterator[MemoryService]:
        self._do("acting")
        yield self

    async def transaction_status(self, xid: str) -> TransactionStatus:
        self._do("transaction_status")
        return self.status

    async def lock(self, subject_id: str, second_id: str | None, current_email: str | None) -> Accounts:
        self._do("lock")
        return self.accounts

    async def unlink(self, subject_id: str) -> int:
        self._do("unlink")
        self.unlinked.append(subject_id)
        return self.rows_changed

    async def transaction_id(self) -> str:
        self._do("transaction_id")
        return "7001"

    async def commit(self) -> None:
        self._do("commit")
        self.commits += 1


@dataclass
class MemoryDirectory(Directory):
    """A directory in which everybody has the same standing, or which cannot be asked."""

    everybody: Standing = field(default_factory=lambda: standing(GROUPS.ba))
    down: bool = False

    async def standing(self, object_id: str) -> Standing:
        if self.down:
            raise DirectoryUnavailable("down")
        return self.everybody

    async def developers(self, most: int) -> tuple[Person, ...]:
        raise AssertionError("the rules mention nobody themselves")


@dataclass
class Memory:
    """All ports in memory."""

    book: MemoryBook = field(default_factory=MemoryBook)
    service: MemoryService = field(default_factory=MemoryService)
    directory: MemoryDirectory = field(default_factory=MemoryDirectory)

    @property
    def ports(self) -> Ports:
        return Ports(self.book, self.directory, self.service, lambda: NOW, GROUPS, KEY)

    @property
    def state(self) -> State:
        assert self.book.request is not None
        return self.book.request.state


def memory(request: Request | None = None, **service: Any) -> Memory:
    """Ports in memory that hold this request."""
    return Memory(MemoryBook(request), MemoryService(**service))
