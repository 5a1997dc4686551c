"""Every step is one conditional UPDATE: whoever read an older state of the request changes nothing."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from handlers.model import Request
from handlers.ports import Entry
from handlers.states import State
from tests.faults.desk import Desk, desk

Urls = tuple[str, str]
People = dict[str, str]


async def moved(here: Desk, request: Request, to: State) -> Request | None:
    async with here.book.turn() as turn:
        return await turn.move(request, to, Entry("settled", "bot"), here.clock())


async def test_of_two_edits_of_the_same_version_one_counts(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        both = await asyncio.gather(moved(here, request, State.APPROVED), moved(here, request, State.APPROVED))
        assert sum(each is not None for each in both) == 1
        assert (await here.now(request.id)).version == request.version + 1


async def test_cancel_and_start_at_the_same_moment_do_not_both_count(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        cancelled, started = await asyncio.gather(
            moved(here, request, State.CANCELLED), here.book.next_approved(uuid4(), here.clock())
        )
        assert (cancelled is None) != (started is None)


async def test_a_settler_that_looked_before_the_fence_does_not_settle_after_it(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        attempt = uuid4()
        running = await here.book.next_approved(attempt, here.clock())
        assert running is not None and running.xid is None
        assert await here.book.fence(request.id, attempt, "12345", "urn:old", here.clock())
        assert await moved(here, running, State.FAILED) is None
        assert (await here.now(request.id)).state is State.RUNNING


async def test_the_fence_is_passed_once_and_by_its_own_attempt_only(databases: Urls, people: People) -> None:
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
        attempt = uuid4()
        await here.book.next_approved(attempt, here.clock())
        assert not await here.book.fence(request.id, uuid4(), "1", None, here.clock())
        assert await here.book.fence(request.id, attempt, "2", None, here.clock())
        assert not await here.book.fence(request.id, attempt, "3", None, here.clock())
        assert (await here.now(request.id)).xid == "2"
