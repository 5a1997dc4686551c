"""The fence between the two real databases: a crash at any point leads to no second run and no false answer."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from adapters.bot_database.book import PostgresBook
from adapters.bot_database.chain import read_chain
from adapters.postgres import make_engine
from handlers.execute import run_next
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Result
from tests.faults.cutting_proxy import CuttingProxy
from tests.faults.desk import Desk, desk
from tests.faults.dying_worker import CALLS
from tests.proxies import in_front_of

ROOT = Path(__file__).parents[2]
Urls = tuple[str, str]
People = dict[str, str]


async def linked(tv_url: str, email: str) -> bool:
    connection = await asyncpg.connect(tv_url)
    try:
        query = "SELECT govuk_one_login_id IS NOT NULL FROM jobseekers WHERE email = $1"
        return bool(await connection.fetchval(query, email))
    finally:
        await connection.close()


async def kill_worker_at(urls: Urls, call: str, when: str) -> int:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.dying_worker", *urls, call, when, cwd=ROOT
    )
    return await asyncio.wait_for(worker.wait(), 30)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", CALLS)
async def test_a_worker_killed_anywhere_is_settled_as_the_service_database_says(
    databases: Urls, people: People, call: str, when: str
) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        assert await kill_worker_at(databases, call, when) == -signal.SIGKILL
        if (await here.now(request.id)).state is State.APPROVED:
            assert (call, when) == ("next_approved", "before")
            await run_next(uuid4(), here.ports)
        ended = await here.settle(request.id)
        assert ended.state is (State.FAILED if await linked(databases[1], people["linked"]) else State.DONE)
        assert not await run_next(uuid4(), here.ports), "a settled request must never run again"
        expected_done = (call, when) in {
            ("next_approved", "before"),
            ("commit", "after"),
            ("turn", "before"),
            ("turn", "after"),
        }
        assert (ended.state is State.DONE) == expected_done
        await assert_audit_whole(databases[0])


async def assert_audit_whole(bot_url: str) -> None:
    engine = make_engine(bot_url, name="test", encrypted=False, size=1)
    async with engine.connect() as connection:
        assert (await read_chain(connection)).fault is None
    await engine.dispose()


class StallingBook(PostgresBook):
    """A bot database whose fence waits, before or after it does its work, until it is let go."""

    stall: str | None = None

    def __init__(self, *words: Any) -> None:
        super().__init__(*words)
        self.stalled, self.go_on = asyncio.Event(), asyncio.Event()

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None, at: datetime) -> bool:
        if self.stall == "before":
            await self._wait()
        passed = await super().fence(request_id, attempt, xid, undo, at)
        if self.stall == "after":
            await self._wait()
        return passed

    async def _wait(self) -> None:
        self.stalled.set()
        await self.go_on.wait()


async def stalled_worker(here: Desk, stall: str) -> tuple[StallingBook, asyncio.Task[bool]]:
    assert isinstance(here.book, StallingBook)
    here.book.stall = stall
    worker = asyncio.create_task(run_next(uuid4(), here.ports))
    await asyncio.wait_for(here.book.stalled.wait(), 5)
    return here.book, worker


async def test_a_worker_that_stalls_before_the_fence_is_settled_and_then_rolls_back(
    databases: Urls, people: People
) -> None:
    async with desk(*databases, book_of=StallingBook) as here:
        request = await here.approved(people["linked"])
        book, worker = await stalled_worker(here, "before")
        assert (await here.settle(request.id)).state is State.FAILED
        book.go_on.set()
        await worker
        assert (await here.now(request.id)).state is State.FAILED
        assert await linked(databases[1], people["linked"])


async def test_a_worker_that_slept_past_its_time_does_not_act_though_nobody_settled_it_yet(
    databases: Urls, people: People
) -> None:
    async with desk(*databases, book_of=StallingBook) as here:
        request = await here.approved(people["linked"])
        running = await here.book.next_approved(attempt := uuid4(), here.clock())
        assert running is not None
        here.clock.ahead += timedelta(hours=3)
        assert not await here.book.fence(request.id, attempt, "1", None, here.clock())
        assert (await here.settle(request.id)).state is State.FAILED


async def test_a_worker_that_stalls_behind_the_fence_is_waited_for(databases: Urls, people: People) -> None:
    async with desk(*databases, book_of=StallingBook) as here:
        request = await here.approved(people["linked"])
        book, worker = await stalled_worker(here, "after")
        assert (await here.settle(request.id, rounds=3)).state is State.RUNNING
        book.go_on.set()
        await worker
        assert (await here.now(request.id)).state is State.DONE
        assert not await linked(databases[1], people["linked"])


async def test_a_worker_cut_off_while_it_stalls_behind_the_fence_has_changed_nothing(
    databases: Urls, people: People
) -> None:
    async with desk(*databases, book_of=StallingBook) as here:
        request = await here.approved(people["linked"])
        book, worker = await stalled_worker(here, "after")
        connection = await asyncpg.connect(databases[1])
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
            f"tv-support-bot {request.id}",
        )
        await connection.close()
        assert (await here.settle(request.id)).state is State.FAILED
        book.go_on.set()
        await worker
        assert (await here.now(request.id)).state is State.FAILED
        assert await linked(databases[1], people["linked"])


@pytest.mark.parametrize(("cut", "state"), [("after", State.DONE), ("before", State.FAILED)])
async def test_a_lost_commit_reply_is_settled_by_looking(
    databases: Urls, people: People, cut: str, state: State
) -> None:
    async with in_front_of(databases[1], CuttingProxy) as (proxy, tv_url), desk(databases[0], tv_url) as here:
        request = await here.approved(people["linked"])
        proxy.cut_at = cut
        await run_next(uuid4(), here.ports)
        assert proxy.cuts == 1
        assert (await here.now(request.id)).state is State.RUNNING
        proxy.cut_at = None
        ended = await here.settle(request.id)
        assert ended.state is state
        assert await linked(databases[1], people["linked"]) == (state is State.FAILED)


async def test_when_the_service_database_cannot_be_asked_the_card_says_unknown_until_it_can(
    databases: Urls, people: People
) -> None:
    async with in_front_of(databases[1], CuttingProxy) as (proxy, tv_url), desk(databases[0], tv_url) as here:
        request = await here.approved(people["linked"])
        proxy.cut_at = "after"
        await run_next(uuid4(), here.ports)
        proxy.refuse = True
        here.clock.ahead += timedelta(seconds=1)
        await settle_next(here.ports)
        dark = await here.now(request.id)
        assert (dark.state, dark.result) == (State.UNKNOWN, Result.COULD_NOT_ASK)
        proxy.refuse, proxy.cut_at = False, None
        assert (await here.settle(request.id)).state is State.DONE


async def test_many_workers_at_once_run_an_approved_request_once(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        ran = await asyncio.gather(*(run_next(uuid4(), here.ports) for _ in range(30)))
        assert sum(ran) == 1
        assert (await here.now(request.id)).state is State.DONE
        connection = await asyncpg.connect(databases[0])
        started = await connection.fetchval("SELECT count(*) FROM audit WHERE action = 'started'")
        await connection.close()
        assert started == 1


async def test_what_an_undo_needs_is_kept_sealed(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        connection = await asyncpg.connect(databases[1])
        old = await connection.fetchval("SELECT govuk_one_login_id FROM jobseekers WHERE email = $1", people["linked"])
        await connection.close()
        request = await here.approved(people["linked"])
        await run_next(uuid4(), here.ports)
        connection = await asyncpg.connect(databases[0])
        row = await connection.fetchrow("SELECT * FROM requests WHERE id = $1", request.id)
        await connection.close()
        assert row is not None
        assert old not in str({**row, "undo": None})
        assert old.encode() not in row["undo"]
        assert here.book._vault.open(row["undo"]) == old
