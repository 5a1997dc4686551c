"""Opening a request on the real bot database: all of it, once, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
from tests.faults.desk import BA, DEVELOPER, SECRET, THREAD, Desk, desk
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


async def test_an_opening_that_waits_longer_than_for_a_dead_connection_is_ours_all_the_same(
    here: Desk, databases: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent again while the first one still waits on the server, and finds its own delivery answered."""
    heard: list[Recorded] = []
    engine = make_engine(as_role(databases[0]), name="waits", encrypted=False, size=1)
    book = PostgresBook(engine, Vault(SECRET), heard.append)
    assert await book.reply_to("message 1") is None
    monkeypatch.setattr(straight, "ANSWER_SECONDS", 0.3)
    owner, wanted = await asyncpg.connect(databases[0]), opening()
    async with owner.transaction():
        await owner.execute("SELECT FROM audit_head FOR UPDATE")
        opened = asyncio.create_task(book.open(wanted, here.clock()))
        for _ in range(200):
            if len(await rows_of(databases[0], WAITING)) == 2:
                break
            await asyncio.sleep(0.05)
    assert await opened
    assert [each.entry.request_id for each in heard] == [wanted.new.id]
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
