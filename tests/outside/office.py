"""What the tests of sending hold in hand: a bot database, a channel, and the sending between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import httpx
from sqlalchemy import ColumnElement, Interval, bindparam, func

from adapters.bot_database.channel import Channel
from adapters.bot_database.work import Work
from adapters.directory import GraphDirectory
from adapters.identity import Identity
from adapters.teams import Teams
from bot.sending import Sending
from handlers.model import Details, Person, Request, Thread
from handlers.notices import Audience, Notice, NoticeKind
from handlers.ports import Entry, NewRequest
from handlers.roles import Groups
from handlers.states import State
from handlers.terms import Kind
from practice import faults
from practice.channel import Message
from practice.outside import AMINA, BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP, Outside
from tests.faults.desk import Desk, desk
from tests.opening import open_one
from tests.rules.given import SITE, NoRegister

WHO = Person(AMINA.object_id, AMINA.teams_id, AMINA.name)


@dataclass
class Office:
    """A bot database, a channel, and the sending between them, on a clock of the test's."""

    outside: Outside
    here: Desk
    sending: Sending
    thread: Thread
    bot_url: str
    channel: Channel

    async def opened(self) -> Request:
        new = NewRequest(Kind.UNLINK_ONE_LOGIN, Details("ama@example.com"), self.thread, (WHO,), {})
        return await open_one(self.here.book, new, State.TRIAGE, self.here.clock())

    async def about_to_be_drawn(self) -> tuple[Request, asyncio.Event]:
        """A request that was changed, whose edit Teams will hold until the event."""
        request = await self.opened()
        await self.drain(1)
        async with self.here.book.turn() as turn:
            edited = await turn.move(request, State.TRIAGE, Entry("test", "bot"), self.here.clock())
        assert edited is not None
        gate = asyncio.Event()
        self.outside.faults.queue("connector", faults.hold(gate), method="PUT")
        return edited, gate

    async def written_by_another_version(self, *requests: Request) -> None:
        connection = await asyncpg.connect(self.bot_url)
        try:
            strange = "UPDATE requests SET kind = 'strange' WHERE id = any($1::uuid[])"
            await connection.execute(strange, [request.id for request in requests])
        finally:
            await connection.close()

    async def cancelled(self, request: Request) -> None:
        async with self.here.book.turn() as turn:
            assert await turn.move(request, State.CANCELLED, Entry("test", "bot"), self.here.clock())

    async def told(self, audience: Audience, *without: Person) -> None:
        """A notice; `without` are its people: those to mention, or for developers those to leave out."""
        async with self.here.book.turn() as turn:
            notice = Notice(NoticeKind.HELP, audience, self.thread, people=without or (WHO,))
            await turn.notify(notice, self.here.clock())

    async def drain(self, minutes: int = 30) -> None:
        """Let time pass and send whatever comes due."""
        for _ in range(minutes * 2):
            while await self.sending.next_card() or await self.sending.next_notice():
                pass
            self.here.clock.ahead += timedelta(seconds=30)

    async def quiet_until(self) -> datetime:
        """Until when Teams is to be left alone, be it over or not."""
        connection = await asyncpg.connect(self.bot_url)
        try:
            until: datetime = await connection.fetchval("SELECT quiet_until FROM channel")
            return until
        finally:
            await connection.close()

    async def outcomes(self) -> list[str | None]:
        connection = await asyncpg.connect(self.bot_url)
        try:
            return [row["outcome"] for row in await connection.fetch("SELECT outcome FROM notices ORDER BY created_at")]
        finally:
            await connection.close()

    @property
    def live(self) -> list[Message]:
        return [card for card in self.outside.channel.cards if "replaced by a newer one" not in str(card.card)]


@asynccontextmanager
async def working_office(
    outside: Outside, client: httpx.AsyncClient, identity: Identity, bot_url: str, tv_url: str
) -> AsyncIterator[Office]:
    """An office whose channel at the end has seen nothing that Teams would not do as we meant it."""
    async with desk(bot_url, tv_url) as here:
        root = outside.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
        groups = Groups(BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
        directory = GraphDirectory(client, f"{outside.url}/graph/v1.0", identity, groups)
        teams = Teams(client, identity, frozenset({"127.0.0.1"}), plain_http=True)
        engine = here.book._engine

        def now() -> ColumnElement[datetime]:
            return func.clock_timestamp() + bindparam(None, callable_=lambda: here.clock.ahead, type_=Interval)

        async def sleep(seconds: float) -> None:
            here.clock.ahead += timedelta(seconds=seconds)

        channel, work = Channel(engine, now), Work(engine, now)
        sending = Sending(
            here.book,
            work,
            channel,
            teams,
            directory,
            organisations=NoRegister(),
            clock=here.clock,
            site=SITE,
            sleep=sleep,
        )
        thread = Thread(outside.channel.conversation(root.id), outside.service_url)
        yield Office(outside, here, sending, thread, bot_url, channel)
        assert outside.channel.faults == []
