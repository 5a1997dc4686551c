"""Opening a request on the real bot database: all of it, once, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import asyncpg
import pytest

from adapters import straight
from adapters.bot_database.audit import Recorded
from adapters.bot_database.book import PostgresBook
from adapters.bot_database.vault import Vault
from adapters.postgres import make_engine
from handlers.model import Details
from handlers.notices import ended
from handlers.ports import NewRequest, Opening
from handlers.states import State
from handlers.terms import Kind
from practice.databases import as_role
from tests.faults.cutting_proxy import CuttingProxy
from tests.faults.desk import BA, DEVELOPER, SECRET, THREAD, Desk, desk
from tests.proxies import in_front_of
from tests.world import rows_of

Urls = tuple[str, str]


@pytest.fixture
async def here(databases: Urls) -> AsyncIterator[Desk]:
    async with desk(*databases) as here:
        yield here


COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table}) AS {table}"
    for table in ("inbox", "requests", "requesters", "cards", "notices", "audit")
)

WAITING = "SELECT pid FROM pg_stat_activity WHERE application_name = 'waits' AND wait_event_type = 'Lock'"


def opening(notice: bool = False) -> Opening:
    new = NewRequest(Kind.DEVELOPER_HELP, Details(), THREAD, (BA, DEVELOPER), {})
    told = ended(State.TRIAGE, new.id, new.thread, new.requesters) if notice else None
    return Opening(new, State.TRIAGE, "message 1", {"card": str(new.id)}, told)


@pytest.mark.parametrize("notice", [False, True])
async def test_a_request_is_opened_with_all_it_has_once(here: Desk, databases: Urls, *, notice: bool) -> None:
    wanted = opening(notice)
    replicas = (here.book.open(wanted, here.clock()), here.book.open(opening(notice), here.clock()))
    assert sorted(await asyncio.gather(*replicas)) == [False, True]
    assert not await here.book.open(opening(), here.clock())
    [counts] = await rows_of(databases[0], COUNTS)
    assert counts == {"inbox": 1, "requests": 1, "requesters": 2, "cards": 1, "notices": int(notice), "audit": 1}
    reply = await here.book.reply_to("message 1")
    assert reply is not None
    opened = await here.book.find(UUID(reply["card"]))
    assert opened is not None and (opened.state, opened.requesters) == (State.TRIAGE, (BA, DEVELOPER))
    [record] = await rows_of(databases[0], "SELECT action, actor, request_id, version, to_state, code FROM audit")
    assert list(record.values()) == ["opened", BA.object_id, opened.id, 1, "triage", "developer_help"]


async def test_an_opening_whose_answer_was_lost_is_known_as_our_own(here: Desk, databases: Urls) -> None:
    """It is sent again, and finds its own delivery answered."""
    heard: list[Recorded] = []
    async with in_front_of(databases[0], partial(CuttingProxy, word=b"message 1", most=1)) as (proxy, url):
        engine, wanted = make_engine(as_role(url), name="cut", encrypted=False, size=1), opening()
        book = PostgresBook(engine, Vault(SECRET), heard.append)
        assert await book.reply_to("message 0") is None
        proxy.cut_at = "after"
        assert await book.open(wanted, here.clock())
        assert proxy.cuts == 1
        await engine.dispose()
    assert [each.entry.request_id for each in heard] == [wanted.new.id]
    [counts] = await rows_of(databases[0], COUNTS)
    assert (counts["requests"], counts["audit"]) == (1, 1)


async def test_an_opening_that_waits_longer_than_for_a_dead_connection_is_called_off_and_sent_again(
    here: Desk, databases: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that wait at once would take twice the sessions from a server on which all are waiting."""
    engine = make_engine(as_role(databases[0]), name="waits", encrypted=False, size=1)
    book = PostgresBook(engine, Vault(SECRET))
    assert await book.reply_to("message 1") is None
    monkeypatch.setattr(straight, "ANSWER_SECONDS", 0.5)
    owner = await asyncpg.connect(databases[0])
    waited: list[set[int]] = []
    async with owner.transaction():
        await owner.execute("SELECT FROM audit_head FOR UPDATE")
        opened = asyncio.create_task(book.open(opening(), here.clock()))
        while len(set().union(*waited)) < 2:  # another session than at first
            waited.append({int(row["pid"]) for row in await rows_of(databases[0], WAITING)})
            await asyncio.sleep(0.02)
    assert await opened
    assert max(len(pids) for pids in waited) == 1
    assert dict(await owner.fetchrow(COUNTS) or {})["audit"] == 1
    await owner.close()
    await engine.dispose()


@pytest.mark.parametrize("broken", ["DELETE FROM audit_head", "ALTER TABLE cards RENAME TO gone"])
async def test_a_request_that_cannot_be_opened_with_all_it_has_is_not_opened(
    here: Desk, databases: Urls, broken: str
) -> None:
    """Nor is its delivery taken: another one may come when all is well again."""
    owner = await asyncpg.connect(databases[0])
    await owner.execute(broken)
    with pytest.raises(asyncpg.PostgresError):
        await here.book.open(opening(notice=True), here.clock())
    for table in ("inbox", "requests", "requesters", "notices", "audit"):
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    await owner.close()
