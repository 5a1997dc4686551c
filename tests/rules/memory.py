"""The ports in memory: for what real databases and a real directory do not show on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handlers.diagnosis import Holding
from handlers.errors import DirectoryUnavailable, ErasureRefused, RegisterUnavailable, ServiceDatabaseUnavailable
from handlers.holdings import Application, Found, Holdings, Options
from handlers.model import Person, Request
from handlers.organisations import Answer, Listed, Match, Organisation
from handlers.ports import Active, Directory, Organisations, Policy, Ports
from handlers.publishers import Held
from handlers.roles import Standing
from handlers.service import Acting, ServiceDatabase, TransactionStatus
from handlers.states import State
from handlers.unlink import Accounts, LoginFound
from tests.rules.given import GROUPS, KEY, NOW, jobseeker, standing
from tests.rules.memory_book import MemoryBook


@dataclass
class MemoryService(ServiceDatabase, Acting):
    """A service database with these accounts; `fails_at` names the one call that it cannot do."""

    accounts: Accounts = field(default_factory=lambda: Accounts((jobseeker(),)))
    status: TransactionStatus = TransactionStatus.COMMITTED
    rows_changed: int = 1
    fails_at: str | None = None
    unlinked: list[str] = field(default_factory=list)
    login: LoginFound = field(default_factory=lambda: LoginFound(jobseeker(one_login_id=None), False))
    linked: list[tuple[str, str]] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    found_exactly: Found = field(default_factory=Found)
    locked: Holdings | None = None
    differences: tuple[str, ...] = ()
    refuses: ErasureRefused | None = None
    erased: list[tuple[Holdings, Options]] = field(default_factory=list)
    commits: int = 0
    holds: Mapping[str, Held] = field(default_factory=dict)
    lists: tuple[str, ...] = ()

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

    async def look_up_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        self._do("look_up_login")
        return self.login

    async def lock_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        self._do("lock_login")
        return self.login

    async def link(self, subject_id: str, one_login_id: str) -> int:
        self._do("link")
        self.linked.append((subject_id, one_login_id))
        return self.rows_changed

    async def preview(self, address: str) -> Found:
        self._do("preview")
        return self.found

    async def preview_of(self, subject_id: str) -> Found:
        self._do("preview_of")
        return self.found_exactly

    async def applications(self, subject_id: str) -> tuple[Application, ...]:
        self._do("applications")
        return ()

    async def held(self, organisations: Sequence[Organisation]) -> Mapping[str, Held]:
        self._do("held")
        return {each.id: self.holds.get(each.id, Held(Holding.KEPT)) for each in organisations}

    async def known_at(self, email: str) -> tuple[str, ...]:
        self._do("known_at")
        return self.lists

    async def drift(self) -> tuple[str, ...]:
        self._do("drift")
        return self.differences

    async def lock_holdings(self, subject_id: str | None, address: str, options: Options) -> Holdings | None:
        self._do("lock_holdings")
        return self.locked

    async def erase(self, holdings: Holdings, options: Options) -> Mapping[str, int]:
        self._do("erase")
        if self.refuses:
            raise self.refuses
        self.erased.append((holdings, options))
        return {}

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
class MemoryRegister(Organisations):
    """A register with these organisations, which answers every query with all of them; or none at all."""

    listed: tuple[Listed, ...] = ()
    answer: Answer | None = None
    missing: bool = False
    groups: tuple[Listed, ...] = ()
    queries: list[str] = field(default_factory=list)

    def look_up(self, query: str, most: int = 5) -> Answer:
        self._check()
        self.queries.append(query)
        matches = tuple(Match(each, 1.0) for each in self.listed)
        return self.answer or Answer(query, NOW.date(), matches, alike=len(matches))

    def groups_named(self, name: str, most: int = 5) -> tuple[Listed, ...]:
        self._check()
        groups = (each for each in self.groups if each.organisation.name == name)
        return tuple(groups)[:most]

    def find(self, organisation_id: str) -> Listed | None:
        self._check()
        return next((each for each in self.listed if each.organisation.id == organisation_id), None)

    def _check(self) -> None:
        if self.missing:
            raise RegisterUnavailable("none")


@dataclass
class MemoryDirectory(Directory):
    """A directory in which everybody has the same standing but for these, or which cannot be asked (of these)."""

    everybody: Standing = field(default_factory=lambda: standing(GROUPS.ba))
    but: dict[str, Standing] = field(default_factory=dict)
    down: bool = False
    down_for: set[str] = field(default_factory=set)
    asked: int = 0

    async def standing(self, object_id: str) -> Standing:
        self.asked += 1
        if self.down or object_id in self.down_for:
            raise DirectoryUnavailable("down")
        return self.but.get(object_id, self.everybody)

    async def developers(self) -> tuple[Person, ...]:
        raise AssertionError("the rules mention nobody themselves")

    async def active_developers(self) -> tuple[Active, ...]:
        raise AssertionError("the rules name nobody themselves")


@dataclass
class Memory:
    """All ports in memory."""

    book: MemoryBook = field(default_factory=MemoryBook)
    service: MemoryService = field(default_factory=MemoryService)
    directory: MemoryDirectory = field(default_factory=MemoryDirectory)
    organisations: MemoryRegister = field(default_factory=MemoryRegister)
    policy: Policy = field(default_factory=Policy)
    time: datetime = NOW

    @property
    def ports(self) -> Ports:
        return Ports(
            self.book, self.directory, self.service, self.organisations, lambda: self.time, GROUPS, KEY, self.policy
        )

    @property
    def state(self) -> State:
        assert self.book.request is not None
        return self.book.request.state


def memory(request: Request | None = None, **service: Any) -> Memory:
    """Ports in memory that hold this request."""
    return Memory(MemoryBook(request), MemoryService(**service))
