"""The world around the state machine: actors that can be held between two calls, people, and a service database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from handlers.errors import DirectoryUnavailable, ServiceDatabaseUnavailable
from handlers.model import Person
from handlers.ports import Active, Directory
from handlers.roles import Standing
from handlers.service import TransactionStatus
from handlers.unlink import Accounts, Jobseeker, normal
from tests.rules.given import GROUPS, jobseeker, standing
from tests.rules.memory import MemoryService

# Between any two of these another actor may act, a process die, or hours pass.
HELD_BEFORE = frozenset({"turn", "next_approved", "acting", "fence", "commit", "settle_at"})
IDLE_LIMIT = timedelta(seconds=10)  # of a transaction on the service database


@dataclass
class Actor:
    """Somebody's coroutine, held before each of the calls above until `go_on`."""

    loop: asyncio.AbstractEventLoop
    what: str
    holds: bool = True
    at: str = ""
    task: asyncio.Future[Any] = field(init=False)
    _gate: asyncio.Future[None] | None = None
    _held: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self, coroutine: Awaitable[Any]) -> None:
        self.task = asyncio.ensure_future(coroutine, loop=self.loop)
        self._until_held()

    async def point(self, call: str) -> None:
        if self.holds:
            self.at, self._gate = call, self.loop.create_future()
            self._held.set()
            await self._gate

    @property
    def over(self) -> bool:
        return self.task.done()

    def go_on(self) -> None:
        """Make the call that it was held before, and what follows, up to the next one."""
        if self._gate is not None and not self._gate.done():
            self._gate.set_result(None)
        self._until_held()

    def die(self) -> None:
        """End here, as kill -9 does: nothing more is called."""
        self.task.cancel()
        self.loop.run_until_complete(asyncio.wait({self.task}))

    def _until_held(self) -> None:
        self._held.clear()
        self.loop.run_until_complete(self._next())
        if self.task.done():
            self.task.result()

    async def _next(self) -> None:
        held = asyncio.ensure_future(self._held.wait())
        await asyncio.wait({self.task, held}, return_when=asyncio.FIRST_COMPLETED)
        held.cancel()


class Paced:
    """A port of one actor: the same calls, each held where the actor is to be held."""

    def __init__(self, real: Any, actor: Actor) -> None:
        self._real, self._actor = real, actor

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._real, name)
        if name in ("turn", "acting"):
            return self._context(name, value)
        return self._call(name, value) if name in HELD_BEFORE else value

    def _call(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        async def call(*words: Any) -> Any:
            await self._actor.point(name)
            return await method(*words)

        return call

    def _context(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @asynccontextmanager
        async def context(*words: Any) -> AsyncIterator[Any]:
            await self._actor.point(name)
            async with method(*words) as inside:
                yield Paced(inside, self._actor) if name == "acting" else inside

        return context


@dataclass
class People(Directory):
    """Who is what at this moment, and for whom the directory gives no answer."""

    now: dict[str, Standing] = field(default_factory=dict)
    dark: set[str] = field(default_factory=set)

    def may_approve(self, person: Person) -> bool:
        """The promise in the oracle's own words: an enabled member, in both groups, and the directory says so."""
        who = self.now[person.object_id]
        both = {GROUPS.developer, GROUPS.production_access} <= who.groups
        return who.member and who.enabled and both and person.object_id not in self.dark

    async def standing(self, object_id: str) -> Standing:
        if object_id in self.dark:
            raise DirectoryUnavailable("dark")
        return self.now.get(object_id, standing())

    async def developers(self) -> tuple[Person, ...]:
        raise AssertionError("nobody is mentioned here")

    async def active_developers(self) -> tuple[Active, ...]:
        raise AssertionError("nobody is named here")


@dataclass
class Transaction(MemoryService):
    """One open transaction: what it did counts only when it commits."""

    home: Accountable = field(kw_only=True)
    request_id: UUID = field(kw_only=True)
    xid: str = field(kw_only=True)
    last_call: datetime = field(kw_only=True)
    row: str | None = None

    def _called(self) -> None:
        now = self.home.clock()
        if now - self.last_call > IDLE_LIMIT:
            self.end(TransactionStatus.ABORTED)
        if self.home.statuses.get(self.xid) is not TransactionStatus.IN_PROGRESS:
            raise ServiceDatabaseUnavailable("the session is gone")
        self.last_call = now

    def end(self, status: TransactionStatus) -> None:
        if self.home.statuses.get(self.xid) is TransactionStatus.IN_PROGRESS:
            self.home.statuses[self.xid] = status
        if self.row and self.home.held_by.get(self.row) == self.xid:
            del self.home.held_by[self.row]

    async def lock(self, subject_id: str, second_id: str | None, current_email: str | None) -> Accounts:
        self._called()
        if self.home.held_by.setdefault(subject_id, self.xid) != self.xid:
            raise ServiceDatabaseUnavailable("lock timeout")
        self.row = subject_id
        return Accounts(tuple(each for each in self.home.jobseekers.values() if each.id == subject_id))

    async def unlink(self, subject_id: str) -> int:
        self._called()
        return 1

    async def transaction_id(self) -> str:
        self._called()
        return self.xid

    async def commit(self) -> None:
        self._called()
        fate, self.home.next_commit = self.home.next_commit, "fine"
        if fate == "refused":
            self.end(TransactionStatus.ABORTED)
            raise ServiceDatabaseUnavailable("refused")
        assert self.row is not None
        self.home.committed(self.request_id)
        self.home.apply(self.row)
        self.end(TransactionStatus.COMMITTED)
        if fate == "reply lost":
            raise ServiceDatabaseUnavailable("reply lost")


@dataclass
class Accountable(MemoryService):
    """A service database whose every commit is told to whoever watches; `next_commit` is its fate."""

    clock: Callable[[], datetime] = field(kw_only=True)
    jobseekers: dict[str, Jobseeker] = field(default_factory=dict)
    statuses: dict[str, TransactionStatus] = field(default_factory=dict)
    held_by: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    next_commit: str = "fine"
    down: bool = False
    committed: Callable[[UUID], None] = lambda _: None

    def __post_init__(self) -> None:
        for number in range(3):
            email = f"jobseeker{number}@example.com"
            self.jobseekers[email] = jobseeker(id=str(UUID(int=number + 1)), email=email)

    def change(self, email: str, **fields: Any) -> None:
        self.jobseekers[email] = replace(self.jobseekers[email], **fields)

    def apply(self, subject_id: str) -> None:
        [email] = [each.email for each in self.jobseekers.values() if each.id == subject_id]
        self.change(email, one_login_id=None)

    async def look_up(self, subject: str, current_email: str | None) -> Accounts:
        self._up()
        found = self.jobseekers.get(normal(subject))
        return Accounts((found,) if found else ())

    @asynccontextmanager
    async def acting(self, request_id: UUID) -> AsyncIterator[MemoryService]:
        self._up()
        xid = str(7000 + len(self.statuses))
        self.statuses[xid] = TransactionStatus.IN_PROGRESS
        transaction = Transaction(home=self, request_id=request_id, xid=xid, last_call=self.clock())
        try:
            yield transaction
        finally:
            transaction.end(TransactionStatus.ABORTED)

    async def transaction_status(self, xid: str) -> TransactionStatus:
        self._up()
        return TransactionStatus.TOO_OLD_TO_TELL if xid in self.forgotten else self.statuses[xid]

    def _up(self) -> None:
        if self.down:
            raise ServiceDatabaseUnavailable("down")
