"""The rules on real databases without HTTP: ports to run and settle with, and requests already approved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.bot_database.book import PostgresBook
from adapters.bot_database.vault import Vault, derive
from adapters.postgres import make_engine
from adapters.service_database.service import PostgresService
from handlers.model import Approval, Details, Person, Request, Thread
from handlers.ports import Active, Directory, Entry, NewRequest, Ports
from handlers.roles import Groups, Standing
from handlers.settle import settle_next
from handlers.states import OPEN, State
from handlers.terms import Kind
from handlers.triage import look_up
from practice.databases import as_role
from tests.opening import open_one
from tests.rules.given import NoRegister

SECRET = "a key for tests that is long enough to be one"
BA = Person("00000000-0000-0000-0000-00000000000a", "29:ba", "Amina Yusuf")
DEVELOPER = Person("00000000-0000-0000-0000-00000000000d", "29:dev", "Dana Reid")
THREAD = Thread("19:x@thread.tacv2;messageid=1", "http://127.0.0.1:1/")
GROUPS = Groups("ba", "developer", "production")


@dataclass
class Clock:
    """A clock that a test can turn."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class NobodyAsks(Directory):
    """Running and settling ask nobody who they are."""

    async def standing(self, object_id: str) -> Standing:
        raise AssertionError("the directory was asked")

    async def developers(self) -> tuple[Person, ...]:
        raise AssertionError("the directory was asked")

    async def active_developers(self) -> tuple[Active, ...]:
        raise AssertionError("the directory was asked")


@dataclass
class Desk:
    """Ports on real databases."""

    book: PostgresBook
    service: PostgresService
    clock: Clock = field(default_factory=Clock)

    @property
    def ports(self) -> Ports:
        return Ports(self.book, NobodyAsks(), self.service, NoRegister(), self.clock, GROUPS, derive(SECRET, "digest"))

    async def approved(self, email: str, current_email: str | None = None) -> Request:
        """A request about this person that a developer has approved."""
        details = Details(email, current_email, "own_address")
        evidence = await look_up(Kind.UNLINK_ONE_LOGIN, details, self.ports)
        assert evidence is not None and evidence.digest is not None, evidence
        now = self.clock()
        new = NewRequest(Kind.UNLINK_ONE_LOGIN, details, THREAD, (BA,), {"evidence": evidence})
        request = await open_one(self.book, new, State.TRIAGE, now)
        async with self.book.turn() as turn:
            asked = await turn.move(request, State.AWAITING_APPROVAL, Entry("ask_developer", BA.object_id), now)
            assert asked is not None
            await turn.add_approval(asked.id, Approval(DEVELOPER, asked.version, evidence.digest, now))
            approved = await turn.move(asked, State.APPROVED, Entry("approve", DEVELOPER.object_id), now)
            assert approved is not None
        return approved

    async def settle(self, request_id: UUID, *, rounds: int = 20) -> Request:
        """Let time pass and settle until the request has ended, or `rounds` are over."""
        for _ in range(rounds):
            request = await self.now(request_id)
            if request.state not in OPEN:
                return request
            self.clock.ahead += timedelta(seconds=30)
            await settle_next(self.ports)
        return await self.now(request_id)

    async def now(self, request_id: UUID) -> Request:
        request = await self.book.find(request_id)
        assert request is not None
        return request


@asynccontextmanager
async def desk(bot_url: str, tv_url: str, book_of: Callable[..., PostgresBook] = PostgresBook) -> AsyncIterator[Desk]:
    bot_engine = make_engine(as_role(bot_url), name="test", encrypted=False, size=20)
    service_engine = make_engine(as_role(tv_url), name="test", encrypted=False, size=20)
    try:
        yield Desk(book_of(bot_engine, Vault(SECRET)), PostgresService(service_engine))
    finally:
        await bot_engine.dispose()
        await service_engine.dispose()
