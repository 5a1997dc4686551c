"""The one door to requests: every step is taken wholly, once, and on the record, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from adapters.bot_database.book import PostgresBook
from handlers.errors import ArrowMissing, ServiceDatabaseUnavailable
from handlers.execute import run_next
from handlers.model import Details, Person, Request
from handlers.ports import LISTED, Entry, NewRequest
from handlers.service import TransactionStatus
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Kind
from handlers.timers import time_out
from tests.faults.desk import BA, DEVELOPER, THREAD, Desk, desk
from tests.opening import open_one
from tests.rules.memory import MemoryService

Urls = tuple[str, str]
ENTRY = Entry("test", "bot")


@pytest.fixture
async def here(databases: Urls) -> AsyncIterator[Desk]:
    async with desk(*databases) as here:
        yield here


async def opened(here: Desk) -> Request:
    new = NewRequest(Kind.UNLINK_ONE_LOGIN, Details("ama@example.com"), THREAD, (BA,), {})
    return await open_one(here.book, new, State.TRIAGE, here.clock())


async def test_of_two_moves_from_the_same_version_one_is_taken(here: Desk) -> None:
    request = await opened(here)
    async with here.book.turn() as turn:
        assert await turn.move(request, State.CANCELLED, ENTRY, here.clock())
    async with here.book.turn() as turn:
        assert await turn.move(request, State.RESOLVED_BY_BA, ENTRY, here.clock()) is None
        assert await turn.move(request, State.TRIAGE, ENTRY, here.clock()) is None
    assert (await here.now(request.id)).state is State.CANCELLED


async def test_many_moves_at_once_are_taken_once(here: Desk) -> None:
    request = await opened(here)

    async def cancel() -> bool:
        async with here.book.turn() as turn:
            return await turn.move(request, State.CANCELLED, ENTRY, here.clock()) is not None

    assert sum(await asyncio.gather(*(cancel() for _ in range(15)))) == 1
    assert (await here.now(request.id)).version == request.version + 1


async def test_a_move_that_the_table_does_not_hold_is_a_fault_of_ours_and_changes_nothing(here: Desk) -> None:
    request = await opened(here)
    with pytest.raises(ArrowMissing):
        async with here.book.turn() as turn:
            await turn.add_requester(request.id, DEVELOPER, here.clock())
            await turn.move(request, State.DONE, ENTRY, here.clock())
    assert await here.now(request.id) == request


async def test_only_what_a_step_may_change_can_be_changed(here: Desk) -> None:
    request = await opened(here)
    with pytest.raises(KeyError):
        async with here.book.turn() as turn:
            await turn.move(request, State.CANCELLED, ENTRY, here.clock(), {"requesters": ()})
    assert await here.now(request.id) == request


async def test_what_was_given_up_leaves_nothing_behind(here: Desk) -> None:
    request = await opened(here)
    async with here.book.turn() as turn:
        assert await turn.first_time("activity")
        await turn.add_requester(request.id, DEVELOPER, here.clock())
        await turn.record(ENTRY, here.clock())
        turn.give_up()
    assert await here.now(request.id) == request
    async with here.book.turn() as turn:
        assert await turn.first_time("activity")


async def test_an_activity_is_taken_once_and_a_second_delivery_waits_for_the_first(here: Desk) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with here.book.turn() as turn:
            assert await turn.first_time("activity")
            begun.set()
            await go_on.wait()
            await turn.keep_reply("activity", {"say": "stale"})

    async def second() -> bool:
        async with here.book.turn() as turn:
            return await turn.first_time("activity")

    one = asyncio.create_task(first())
    await begun.wait()
    two = asyncio.create_task(second())
    await asyncio.sleep(0.1)
    assert not two.done()
    go_on.set()
    await one
    assert await two is False
    assert await here.book.reply_to("activity") == {"say": "stale"}
    assert await here.book.reply_to("another") is None


async def test_whoever_joins_twice_is_one_requester(here: Desk) -> None:
    request = await opened(here)
    for person in (DEVELOPER, DEVELOPER, BA):
        async with here.book.turn() as turn:
            await turn.add_requester(request.id, person, here.clock())
    assert (await here.now(request.id)).requesters == (BA, DEVELOPER)


async def test_an_approval_older_than_a_quarter_of_an_hour_never_runs_and_lapses(
    here: Desk, people: dict[str, str]
) -> None:
    request = await here.approved(people["linked"])
    assert not await time_out(here.book, here.clock())
    here.clock.ahead = timedelta(minutes=15, seconds=1)
    assert not await run_next(uuid4(), here.ports)
    assert await time_out(here.book, here.clock())
    assert (await here.now(request.id)).state is State.LAPSED
    assert not await time_out(here.book, here.clock())


async def test_a_request_that_nobody_decides_expires_after_its_working_days(here: Desk) -> None:
    request = await opened(here)
    assert request.due_at is not None
    here.clock.ahead = request.due_at - here.clock() + timedelta(seconds=1)
    assert await time_out(here.book, here.clock())
    assert (await here.now(request.id)).state is State.EXPIRED


async def test_an_attempt_is_fenced_once_and_by_its_own_worker_only(here: Desk, people: dict[str, str]) -> None:
    request = await here.approved(people["linked"])
    mine, other = uuid4(), uuid4()
    assert not await here.book.fence(request.id, mine, "1", None, here.clock()), "it does not run yet"
    assert await here.book.next_approved(mine, here.clock())
    assert not await here.book.fence(request.id, other, "1", None, here.clock())
    assert await here.book.fence(request.id, mine, "1", None, here.clock())
    assert not await here.book.fence(request.id, mine, "2", None, here.clock())
    assert (await here.now(request.id)).xid == "1"


async def test_a_request_that_runs_is_not_settled_before_its_worker_is_overdue(
    here: Desk, people: dict[str, str]
) -> None:
    await here.approved(people["linked"])
    assert await here.book.next_approved(uuid4(), here.clock())
    assert await here.book.to_settle(here.clock()) is None
    here.clock.ahead = timedelta(seconds=21)
    assert await here.book.to_settle(here.clock())
    assert await here.book.to_settle(here.clock()) is None, "two settlers took it at once"


class Dark(PostgresBook):
    """A bot database whose settler dies once before it can say when to look again."""

    dies = False

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        if self.dies:
            raise ConnectionResetError
        await super().settle_at(request_id, at)


async def test_a_settler_that_dies_after_saying_unknown_leaves_it_to_the_next(
    databases: Urls, people: dict[str, str]
) -> None:
    async with desk(*databases, book_of=Dark) as here:
        assert isinstance(here.book, Dark)
        request = await here.approved(people["linked"])
        attempt = uuid4()
        assert await here.book.next_approved(attempt, here.clock())
        assert await here.book.fence(request.id, attempt, "1", None, here.clock())
        here.clock.ahead = timedelta(seconds=30)
        ports = replace(here.ports, service=MemoryService(fails_at="transaction_status"))
        here.book.dies = True
        with pytest.raises(ConnectionResetError):
            await settle_next(ports)
        assert (await here.now(request.id)).state is State.UNKNOWN
        here.book.dies = False
        here.clock.ahead += timedelta(minutes=1)
        assert await settle_next(replace(ports, service=MemoryService()))
        assert (await here.now(request.id)).state is State.DONE


async def test_a_transaction_id_from_the_future_is_too_old_to_tell(here: Desk) -> None:
    assert await here.service.transaction_status("9223372036854775000") is TransactionStatus.TOO_OLD_TO_TELL


async def test_what_is_no_transaction_id_cannot_be_asked_about(here: Desk) -> None:
    with pytest.raises(ServiceDatabaseUnavailable):
        await here.service.transaction_status("canary")


async def test_what_is_not_there_is_none(here: Desk) -> None:
    assert await here.book.find(uuid4()) is None
    assert await here.book.overdue(here.clock()) is None
    assert await here.book.next_approved(uuid4(), here.clock()) is None


async def test_a_request_comes_back_as_it_went_in(here: Desk, people: dict[str, str]) -> None:
    request = await here.approved(people["closed"], people["linked"])
    async with here.book.turn() as turn:
        moved = await turn.move(request, State.CANCELLED, ENTRY, here.clock(), {"note": "n", "decided_by": BA})
    assert moved is not None
    assert (moved.note, moved.decided_by, moved.evidence) == ("n", BA, request.evidence)
    assert moved.result is None
    assert moved.evidence and moved.evidence.account and moved.evidence.account.closed_on


async def test_a_row_that_another_version_wrote_holds_up_no_other(
    here: Desk, databases: Urls, people: dict[str, str]
) -> None:
    strange, plain = await here.approved(people["linked"]), await here.approved(people["closed"])
    connection = await asyncpg.connect(databases[0])
    await connection.execute("UPDATE requests SET kind = 'of tomorrow' WHERE id = $1", strange.id)
    await connection.close()
    assert [each.id for each in await here.book.waiting()] == [plain.id]
    with pytest.raises(ValueError, match=f"{strange.code} was written by another version"):
        await run_next(uuid4(), here.ports)
    assert await run_next(uuid4(), here.ports)
    assert (await here.now(plain.id)).state is State.DONE


async def test_a_list_of_requests_is_given_with_one_more_than_is_shown(here: Desk) -> None:
    wanted = NewRequest(Kind.DELETE_JOBSEEKER, Details("ama@example.com"), THREAD, (BA,), {})
    each = [replace(wanted, id=uuid4()) for _ in range(LISTED + 2)]
    opened = [await open_one(here.book, new, State.TRIAGE, here.clock()) for new in each]
    assert len(await here.book.waiting()) == LISTED + 1
    assert {each.id for each in await here.book.about(" AMA@example.com")} < {each.id for each in opened}


async def test_who_asked_without_a_teams_id_can_be_mentioned_once_they_come_themselves(here: Desk) -> None:
    nameless = replace(BA, teams_id="")
    wanted = NewRequest(Kind.UNLINK_ONE_LOGIN, Details("ama@example.com"), THREAD, (nameless,), {})
    request = await open_one(here.book, wanted, State.TRIAGE, here.clock())
    for person in (BA, nameless):
        async with here.book.turn() as turn:
            await turn.add_requester(request.id, person, here.clock())
        assert (await here.now(request.id)).requesters == (BA,)


async def test_what_came_to_nothing_makes_room_for_another_follow_up(here: Desk) -> None:
    earlier = await opened(here)
    again, third = (NewRequest(Kind.UNLINK_ONE_LOGIN, Details("ama@example.com"), THREAD, (BA,), {}) for _ in range(2))
    async with here.book.turn() as turn:
        first = await turn.open_again(again, earlier, State.TRIAGE, here.clock())
        assert first and await turn.open_again(again, earlier, State.TRIAGE, here.clock()) is None
    assert (await here.now(earlier.id)).again_as == first.code
    async with here.book.turn() as turn:
        assert await turn.move(first, State.CANCELLED, ENTRY, here.clock())
    assert (await here.now(earlier.id)).again_as is None
    async with here.book.turn() as turn:
        assert await turn.open_again(third, earlier, State.TRIAGE, here.clock())


async def test_whoever_asks_twice_stands_there_once_under_the_id_by_which_they_are_mentioned(here: Desk) -> None:
    nameless = Person(BA.object_id, "", "")
    new = NewRequest(Kind.DEVELOPER_HELP, Details(None), THREAD, (nameless, DEVELOPER, BA, nameless), {})
    request = await open_one(here.book, new, State.TRIAGE, here.clock())
    assert request.requesters == (BA, DEVELOPER)
    async with here.book.turn() as turn:
        follows = await turn.open_again(replace(new, id=uuid4()), request, State.TRIAGE, here.clock())
    assert follows is not None and follows.requesters == (BA, DEVELOPER)
    assert await here.now(follows.id) == follows
