"""Two workers, a slow Teams and a lease that runs out: in the end the thread shows what is stored, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import httpx
import pytest

from adapters.bot_database.work import Work
from adapters.directory import GraphDirectory
from adapters.identity import Identity
from adapters.teams import Teams
from bot.sending import Sending
from handlers.model import Details, Kind, Person, Request, Thread
from handlers.notices import Audience, Notice, NoticeKind
from handlers.ports import Entry, NewRequest
from handlers.roles import Groups
from handlers.states import State
from practice import faults
from practice.channel import Message
from practice.outside import AMINA, BA_GROUP, DANA, DEVELOPER_GROUP, ELIF, PRODUCTION_ACCESS_GROUP, Outside
from tests.faults.desk import Desk, desk
from tests.rules.given import SITE

LEASE_OVER = timedelta(seconds=31)
WHO = Person(AMINA.object_id, AMINA.teams_id, AMINA.name)


@dataclass
class Office:
    """A bot database, a channel, and the sending between them, on a clock of the test's."""

    outside: Outside
    here: Desk
    sending: Sending
    thread: Thread
    bot_url: str

    async def opened(self) -> Request:
        async with self.here.book.turn() as turn:
            new = NewRequest(Kind.UNLINK_ONE_LOGIN, Details("ama@example.com"), self.thread, (WHO,), {})
            return await turn.open(new, State.TRIAGE, self.here.clock())

    async def cancelled(self, request: Request) -> None:
        async with self.here.book.turn() as turn:
            assert await turn.move(request, State.CANCELLED, Entry("test", "bot"), self.here.clock())

    async def told(self, audience: Audience) -> None:
        async with self.here.book.turn() as turn:
            notice = Notice(NoticeKind.HELP, audience, self.thread, people=(WHO,))
            await turn.notify(notice, self.here.clock())

    async def drain(self, minutes: int = 30) -> None:
        """Let time pass and send whatever comes due."""
        for _ in range(minutes * 2):
            while await self.sending.next_card() or await self.sending.next_notice():
                pass
            self.here.clock.ahead += timedelta(seconds=30)

    async def outcomes(self) -> list[str | None]:
        connection = await asyncpg.connect(self.bot_url)
        try:
            return [row["outcome"] for row in await connection.fetch("SELECT outcome FROM notices ORDER BY created_at")]
        finally:
            await connection.close()

    @property
    def live(self) -> list[Message]:
        return [card for card in self.outside.channel.cards if "replaced by a newer one" not in str(card.card)]


@pytest.fixture
async def office(
    outside: Outside, client: httpx.AsyncClient, identity: Identity, databases: tuple[str, str]
) -> AsyncIterator[Office]:
    async with desk(*databases) as here:
        root = outside.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
        groups = Groups(BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
        directory = GraphDirectory(client, f"{outside.url}/graph/v1.0", identity, groups)
        teams = Teams(client, identity, frozenset({"127.0.0.1"}), plain_http=True)
        sending = Sending(here.book, Work(here.book._engine), teams, directory, clock=here.clock, site=SITE)
        yield Office(
            outside, here, sending, Thread(outside.channel.conversation(root.id), outside.service_url), databases[0]
        )
        assert outside.channel.faults == []


async def test_when_nothing_is_due_nothing_is_sent(office: Office) -> None:
    assert not await office.sending.next_card()
    assert not await office.sending.next_notice()


async def test_a_post_slower_than_its_lease_leaves_one_live_card(office: Office) -> None:
    await office.opened()
    gate = asyncio.Event()
    office.outside.faults.queue("connector", faults.hold(gate), method="POST")
    slow = asyncio.create_task(office.sending.next_card())
    await office.outside.faults.until(lambda seen: seen.of("connector"))
    office.here.clock.ahead += LEASE_OVER
    assert await office.sending.next_card()
    gate.set()
    assert await slow
    assert len(office.outside.channel.cards) == 2
    await office.drain()
    assert len(office.live) == 1


async def test_an_edit_slower_than_its_lease_never_has_the_last_word(office: Office) -> None:
    request = await office.opened()
    await office.drain(1)
    async with office.here.book.turn() as turn:
        edited = await turn.move(request, State.TRIAGE, Entry("test", "bot"), office.here.clock())
    assert edited is not None
    gate = asyncio.Event()
    office.outside.faults.queue("connector", faults.hold(gate), method="PUT")
    slow = asyncio.create_task(office.sending.next_card())
    await office.outside.faults.until(lambda seen: seen.of("connector", "PUT"))
    office.here.clock.ahead += LEASE_OVER
    await office.cancelled(edited)
    assert await office.sending.next_card()
    gate.set()
    assert await slow
    await office.drain()
    [card] = office.outside.channel.cards
    assert "Cancelled" in str(card.card)


async def test_a_notice_slower_than_its_lease_is_sent_once(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    gate = asyncio.Event()
    office.outside.faults.queue("graph", faults.hold(gate))
    slow = asyncio.create_task(office.sending.next_notice())
    await office.outside.faults.until(lambda seen: seen.of("graph"))
    office.here.clock.ahead += LEASE_OVER
    assert await office.sending.next_notice()
    gate.set()
    assert await slow
    await office.drain(2)
    [notice] = office.outside.channel.from_bot
    assert set(notice.mentioned) == {DANA.teams_id, ELIF.teams_id}
    assert await office.outcomes() == ["sent"]


async def test_a_notice_waits_for_the_directory_that_says_whom_to_mention(office: Office) -> None:
    await office.told(Audience.DEVELOPERS)
    office.outside.faults.queue("graph", faults.status(503), times=3)
    await office.drain(5)
    [notice] = office.outside.channel.from_bot
    assert set(notice.mentioned) == {DANA.teams_id, ELIF.teams_id}


@pytest.mark.parametrize("audience", [Audience.REQUESTERS, Audience.NOBODY])
async def test_a_notice_to_others_asks_no_directory(office: Office, audience: Audience) -> None:
    await office.told(audience)
    await office.drain(1)
    assert office.outside.faults.of("graph") == []
    assert len(office.outside.channel.from_bot) == 1


@pytest.mark.parametrize(
    ("fault", "outcome", "posted"),
    [
        (faults.status(429, retry_after=5), "sent", 1),
        (faults.status(503), "sent", 1),
        (faults.status(403, error="BotNotInConversationRoster"), "refused", 0),
        (faults.status(400), "refused", 0),
        (faults.lost_reply(), "lost", 1),
        (faults.status(502), "lost", 0),
    ],
    ids=["429", "503", "403", "400", "lost reply", "502"],
)
async def test_a_notice_is_sent_once_or_never(office: Office, fault: faults.Fault, outcome: str, posted: int) -> None:
    await office.told(Audience.REQUESTERS)
    office.outside.faults.queue("connector", fault)
    await office.drain(5)
    assert await office.outcomes() == [outcome]
    assert len(office.outside.channel.from_bot) == posted


async def test_teams_is_asked_again_when_it_said_and_not_before(office: Office) -> None:
    await office.opened()
    office.outside.faults.queue("connector", faults.status(429, retry_after=120))
    assert await office.sending.next_card()
    office.here.clock.ahead += timedelta(seconds=118)
    assert not await office.sending.next_card()
    office.here.clock.ahead += timedelta(seconds=3)
    assert await office.sending.next_card()
    assert len(office.live) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_a_card_that_is_gone_is_posted_afresh(office: Office, status: int) -> None:
    request = await office.opened()
    await office.drain(1)
    await office.cancelled(request)
    office.outside.faults.queue("connector", faults.status(status), method="PUT")
    await office.drain(5)
    assert "Cancelled" in str(office.outside.channel.cards[-1].card)


async def test_a_card_that_teams_refuses_is_not_sent_without_end(office: Office) -> None:
    await office.opened()
    office.outside.faults.always("connector", faults.status(400))
    await office.drain(10)
    assert 2 <= len(office.outside.faults.of("connector")) < 30
    office.outside.faults.clear()
    await office.drain(5)
    assert len(office.live) == 1


async def test_an_orphan_that_is_gone_too_is_let_be(office: Office) -> None:
    request = await office.opened()
    await office.drain(1)
    for _ in range(2):
        await Work(office.here.book._engine).saw_card(request.id, "an orphan that nobody can edit", office.here.clock())
    await office.drain(2)
    calls = len(office.outside.faults.of("connector"))
    await office.drain(5)
    assert len(office.outside.faults.of("connector")) == calls
    assert len(office.live) == 1
