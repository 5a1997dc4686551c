"""A bot database in memory, for what a real one does not show on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.figures import Figures
from handlers.form import same_address
from handlers.model import Approval, Confirmation, Look, Pause, Person, Request, Shown
from handlers.notices import Notice
from handlers.ports import (
    Book,
    Entry,
    NewRequest,
    Opening,
    Seen,
    Turn,
)
from handlers.states import OPEN, State, check_arrow
from handlers.terms import Kind


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
    confirmations: dict[str, Confirmation] = field(default_factory=dict)
    paused: Pause | None = None
    approved_today: int = 0
    again: Request | None = None
    kept: str | None = None
    unlinked_later: bool = False
    asked_for: list[datetime] = field(default_factory=list)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[MemoryTurn]:
        turn = MemoryTurn(self)
        before = self.request, dict(self.replies), list(self.entries), list(self.notices)
        yield turn
        if turn.given_up:
            self.request, self.replies, self.entries, self.notices = before
            self.replies |= self.in_flight

    async def seen(self, activity_id: str, request_id: UUID | None) -> Seen:
        request = await self.find(request_id) if request_id else None
        return Seen(self.replies.get(activity_id), request, self.paused)

    async def open(self, opening: Opening, at: datetime) -> bool:
        self.replies |= self.in_flight
        if opening.activity_id in self.replies:
            return False
        self.replies[opening.activity_id] = opening.reply
        self.request = _opened(opening.new, opening.state, at)
        self.notices += [opening.notice] if opening.notice else []
        return True

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        return self.replies.get(activity_id)

    async def find(self, request_id: UUID) -> Request | None:
        return self.request if self.request and self.request.id == request_id else None

    async def find_by_code(self, code: str) -> Request | None:
        return self.request if self.request and self.request.code == code else None

    async def open_about(self, kind: Kind, subject: str) -> Request | None:
        found = [each for each in await self.about(subject) if each.kind is kind and each.state in OPEN]
        return found[0] if found else None

    async def about(self, subject: str) -> tuple[Request, ...]:
        theirs = self.request is not None and same_address(self.request.details.subject, subject)
        return (self.request,) if self.request and theirs else ()

    async def waiting(self) -> tuple[Request, ...]:
        return (self.request,) if self.request and self.request.state in OPEN else ()

    async def shown(self, request_id: UUID) -> Shown | None:
        request = await self.find(request_id)
        return Shown(request, self.paused) if request else None

    async def confirmation(self, request_id: UUID, object_id: str) -> Confirmation | None:
        return self.confirmations.get(object_id)

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        self.asked_for.append(since)
        return self.approved_today

    async def kept_login(self, request_id: UUID) -> str | None:
        return self.kept

    async def unlinked_again(self, account_id: str, since: datetime) -> bool:
        return self.unlinked_later

    async def forget_logins(self, at: datetime) -> bool:
        return False

    async def pause(self) -> Pause | None:
        return self.paused

    async def figures(self, since: datetime, at: datetime) -> Figures:
        return Figures(since, at)

    async def to_remind(self, at: datetime) -> Request | None:
        return self.request

    async def remind_at(self, request_id: UUID, at: datetime) -> None:
        self.looks.append(at)

    async def end_looks(self, at: datetime) -> bool:
        return False

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        if self.paused or self.request is None or self.request.state is not State.APPROVED:
            return None
        self.request = replace(self.request, state=State.RUNNING, attempt=attempt, version=self.request.version + 1)
        return self.request

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None, at: datetime) -> bool:
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

    async def open_again(self, new: NewRequest, earlier: Request, state: State, at: datetime) -> Request | None:
        if self.book.again is None:
            self.book.again = replace(_opened(new, state, at), again_of=earlier.id)
            return self.book.again
        return None

    async def find(self, request_id: UUID) -> Request | None:
        return await self.book.find(request_id)

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        check_arrow(request.state, to)
        now = self.book.request
        if self.book.overtaken or now is None or (now.version, now.state) != (request.version, request.state):
            return None
        version = now.version + 1
        begins = {"asked_version": version} if to is State.AWAITING_APPROVAL and to is not request.state else {}
        self.book.request = replace(now, state=to, version=version, **{**begins, **(changes or {})})
        self.book.entries.append(replace(entry, from_state=request.state, to_state=to))
        return self.book.request

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None:
        now = self.book.request
        if now and not now.asked_by(person.object_id):
            self.book.request = replace(now, requesters=(*now.requesters, person))

    async def add_approval(self, request_id: UUID, approval: Approval) -> None:
        if self.book.request:
            self.book.request = replace(self.book.request, approvals=(*self.book.request.approvals, approval))

    async def look(self, request: Request, look: Look | None, entry: Entry, at: datetime) -> bool:
        now = self.book.request
        if self.book.overtaken or now is None or now.version != request.version:
            return False
        self.book.request = replace(now, look=look)
        self.book.entries.append(entry)
        return True

    async def remind(self, request: Request, sent: int, next_at: datetime | None, entry: Entry, at: datetime) -> bool:
        if self.book.overtaken or self.book.request is None:
            return False
        self.book.request = replace(self.book.request, reminders=sent)
        self.book.entries.append(entry)
        self.book.looks += [next_at] if next_at else []
        return True

    async def to_confirm(self, request_id: UUID, confirmation: Confirmation) -> None:
        self.book.confirmations[confirmation.object_id] = confirmation

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        return await self.book.approved_since(kind, since)

    async def set_pause(self, pause: Pause, entry: Entry, at: datetime) -> None:
        self.book.paused = pause
        self.book.entries.append(entry)

    async def lift_pause(self, person: Person, entry: Entry, at: datetime) -> bool:
        if self.book.paused is None or self.book.paused.by.object_id == person.object_id:
            return False
        self.book.paused = None
        self.book.entries.append(entry)
        return True

    async def record(self, entry: Entry, at: datetime) -> None:
        self.book.entries.append(entry)

    async def notify(self, notice: Notice, at: datetime) -> None:
        self.book.notices.append(notice)


def _opened(new: NewRequest, state: State, at: datetime) -> Request:
    return Request(new.id, "ABCDE", new.kind, state, 1, new.details, new.thread, at, at, new.requesters, **new.changes)
