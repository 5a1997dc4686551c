"""What is personal goes in time, on the real bot database with the bot's own rights: not a day before, and for good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.chain import read_chain, snapshot
from adapters.bot_database.kept import KEPT_AFTER_END, REPLIES_KEPT, Rule, declared
from adapters.bot_database.retention import QUIET, Retention, subject_hash
from adapters.bot_database.tables import inbox
from adapters.bot_database.vault import derive
from adapters.bot_database.work import Work
from adapters.postgres import make_engine
from bot.cards.request_card import request_card
from handlers.execute import run_next
from handlers.figures import PERIOD
from handlers.model import Details, Request, Shown
from handlers.notices import NoticeKind, outcome, told
from handlers.ports import Entry, NewRequest
from handlers.states import FINAL, OPEN, State
from handlers.terms import Kind, Result
from practice.databases import as_role
from practice.outside import Outside
from tests.faults.desk import BA, DEVELOPER, SECRET, THREAD, Desk, desk
from tests.opening import open_one
from tests.rules.given import SITE, request
from tests.world import rows_of, running_bot, settings_for

KEY = b"a key for tests, which only the bot has"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
Urls = tuple[str, str]
WRITTEN = Details(
    "Ama.Canary@example.com",
    "now.canary@example.com",
    "other",
    "canary rang me",
    "canary-123",
    ("other.canary@example.com",),
    True,
    "canary needs help",
    True,
    True,
)


@pytest.fixture
async def here(databases: Urls) -> AsyncIterator[Desk]:
    async with desk(*databases) as here:
        yield here


@pytest.fixture
async def engine(databases: Urls) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(as_role(databases[0]), name="test", encrypted=False, size=3)
    yield engine
    await engine.dispose()


@pytest.fixture
def retention(engine: AsyncEngine, here: Desk) -> Retention:
    return Retention(engine, KEY, here.clock)


async def opened(here: Desk, state: State = State.TRIAGE) -> Request:
    new = NewRequest(Kind.DEVELOPER_HELP, WRITTEN, THREAD, (BA,), {})
    request = await open_one(here.book, new, state, here.clock())
    async with here.book.turn() as turn:
        await turn.connection.execute(delete(inbox))
    return request


async def ended(here: Desk, request: Request, state: State = State.CANCELLED) -> Request:
    async with here.book.turn() as turn:
        changes: dict[str, Any] = {"note": "canary words", "decided_by": DEVELOPER, "result": Result.DONE_BY_HAND}
        moved = await turn.move(request, state, Entry("test", "bot"), here.clock(), changes)
        assert moved is not None
        await turn.notify(outcome(moved), here.clock())
    return moved


async def all_of_it(retention: Retention) -> int:
    """How many steps found something."""
    steps = 0
    while await retention.step():
        steps += 1
    return steps


async def row_of(databases: Urls, request: Request) -> dict[str, Any]:
    [row] = await rows_of(databases[0], "SELECT *, details::jsonb AS fields FROM requests WHERE id = $1", request.id)
    return row


async def everything(databases: Urls) -> str:
    """Every row of every table of the bot database as text."""
    tables = await rows_of(databases[0], "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await rows_of(databases[0], f"SELECT t::text AS all FROM {table['tablename']} t") for table in tables]
    return str(rows)


async def test_thirty_days_after_its_end_nothing_personal_is_left(
    here: Desk, retention: Retention, databases: Urls
) -> None:
    request = await ended(here, await opened(here))
    here.clock.ahead += KEPT_AFTER_END - SECOND - SECOND
    assert await all_of_it(retention) == 0
    assert "canary" in await everything(databases)
    here.clock.ahead += QUIET + SECOND + SECOND
    assert await all_of_it(retention) == 1
    left = await everything(databases)
    for personal in ("canary", BA.name, BA.teams_id, DEVELOPER.name, DEVELOPER.teams_id):
        assert personal not in left
    row = await row_of(databases, request)
    assert {name for name in declared("requests", Rule.DROP) if not name.startswith("details.") and row[name]} == set()
    after = await here.now(request.id)
    assert after.details == Details(identity_check="other", subject_exact=True, stop_alerts=True, remove_feedback=True)
    assert (after.code, after.kind, after.state, after.result, after.forgotten) == (
        request.code,
        request.kind,
        State.CANCELLED,
        Result.DONE_BY_HAND,
        True,
    )
    assert after.asked_by(BA.object_id), "nobody comes to approve their own request by waiting"


async def test_it_is_on_the_record_once_and_without_a_word_of_what_it_was(
    here: Desk, engine: AsyncEngine, retention: Retention, databases: Urls
) -> None:
    request = await ended(here, await opened(here))
    here.clock.ahead += KEPT_AFTER_END
    await all_of_it(retention)
    here.clock.ahead += QUIET
    await all_of_it(retention)
    [record] = await rows_of(databases[0], "SELECT * FROM audit WHERE action = 'forgotten'")
    assert (record["request_id"], record["actor"], record["version"]) == (request.id, "bot", request.version)
    assert (record["from_state"], record["to_state"]) == ("cancelled", "cancelled")
    assert (record["code"], record["digest"]) == (None, None)
    async with snapshot(engine) as connection:
        assert (await read_chain(connection)).fault is None


async def test_who_knows_the_address_and_the_key_can_still_tell_that_there_was_a_request(
    here: Desk, retention: Retention, databases: Urls
) -> None:
    request = await ended(here, await opened(here))
    here.clock.ahead += KEPT_AFTER_END
    await all_of_it(retention)
    row = await row_of(databases, request)
    assert row["subject_hash"] == subject_hash(KEY, " ama.canary@EXAMPLE.com ")
    assert row["subject_hash"] != subject_hash(b"another key", "ama.canary@example.com")
    assert row["subject_hash"] != subject_hash(KEY, "ama.canary@example.org")


async def test_figures_are_the_same_before_and_after(here: Desk, retention: Retention) -> None:
    await ended(here, await opened(here))
    await opened(here)
    here.clock.ahead += KEPT_AFTER_END
    now = here.clock()
    before = await here.book.figures(now - PERIOD - DAY, now)
    assert await all_of_it(retention)
    assert await here.book.figures(now - PERIOD - DAY, now) == before
    assert before.tallies


@pytest.mark.parametrize("state", sorted(FINAL))
async def test_every_end_is_an_end(here: Desk, retention: Retention, databases: Urls, state: State) -> None:
    request = await opened(here, state)
    here.clock.ahead += KEPT_AFTER_END
    assert await all_of_it(retention)
    assert (await here.now(request.id)).forgotten


async def test_what_is_open_is_kept_however_old(here: Desk, retention: Retention, databases: Urls) -> None:
    for state in OPEN - {State.RUNNING}:
        await opened(here, state)
    here.clock.ahead += timedelta(days=400)
    assert await all_of_it(retention) == 0
    assert "canary" in await everything(databases)


async def test_what_an_open_request_follows_is_kept_until_that_one_ends(here: Desk, retention: Retention) -> None:
    earlier = await ended(here, await opened(here))
    async with here.book.turn() as turn:
        new = NewRequest(Kind.DEVELOPER_HELP, WRITTEN, THREAD, (BA,), {})
        later = await turn.open_again(new, earlier, State.TRIAGE, here.clock())
        assert later is not None
    here.clock.ahead += timedelta(days=400)
    assert await all_of_it(retention) == 0
    await ended(here, later)
    here.clock.ahead += QUIET
    assert await all_of_it(retention) == 1
    assert (await here.now(earlier.id)).forgotten
    assert not (await here.now(later.id)).forgotten


async def test_an_unlink_is_forgotten_with_what_was_looked_up(
    here: Desk, retention: Retention, databases: Urls, people: dict[str, str]
) -> None:
    done = await here.approved(people["linked"])
    assert await run_next(uuid4(), here.ports)
    here.clock.ahead += KEPT_AFTER_END + SECOND
    while await here.book.forget_logins(here.clock()):
        pass
    assert await all_of_it(retention)
    left = await everything(databases)
    for personal in (people["linked"], DEVELOPER.name, BA.name):
        assert personal not in left
    assert (await here.now(done.id)).result is Result.UNLINKED


async def test_two_replicas_forget_each_request_once(
    here: Desk, engine: AsyncEngine, retention: Retention, databases: Urls
) -> None:
    import asyncio

    for _ in range(6):
        await ended(here, await opened(here))
    here.clock.ahead += KEPT_AFTER_END + SECOND
    other = Retention(engine, KEY, here.clock)
    await asyncio.gather(all_of_it(retention), all_of_it(other))
    [row] = await rows_of(databases[0], "SELECT count(*) AS n FROM audit WHERE action = 'forgotten'")
    assert row["n"] == 6


async def test_the_running_bot_forgets_by_itself(here: Desk, databases: Urls, outside: Outside) -> None:
    here.clock.ahead = -KEPT_AFTER_END - DAY
    request = await ended(here, await opened(here))
    async with running_bot(settings_for(outside, *databases)), asyncio.timeout(20):
        while True:
            if (await here.now(request.id)).forgotten:
                break
            await asyncio.sleep(0.05)
    row = await row_of(databases, request)
    assert row["subject_hash"] == subject_hash(derive(SECRET, "subject"), "ama.canary@example.com")


async def test_forgetting_draws_no_card_anew_and_a_card_drawn_later_says_that_nothing_is_kept(
    here: Desk, engine: AsyncEngine, retention: Retention
) -> None:
    request = await ended(here, await opened(here))
    work = Work(engine)
    while (card := await work.next_card(here.clock())) is not None:
        await work.card_shown(card, str(card.id), here.clock())
    here.clock.ahead += KEPT_AFTER_END
    assert await all_of_it(retention)
    assert await work.next_card(here.clock()) is None
    drawn = request_card(Shown(await here.now(request.id)), SITE)
    text = str(drawn)
    assert "no longer kept" in text and request.code in text
    assert "Asked by" not in text and "In their words" not in text
    assert drawn["actions"] == []


@pytest.mark.parametrize("kind", Kind)
def test_every_end_of_every_kind_can_be_drawn_without_what_is_no_longer_kept(kind: Kind) -> None:
    for state in FINAL:
        gone = request(state, kind=kind, details=Details(), evidence=None, note=None, decided_by=None, forgotten=True)
        for result in (None, *Result):
            drawn = request_card(Shown(replace(gone, result=result)), SITE)
            assert drawn["actions"] == []
            assert "no longer kept" in str(drawn) and "Asked by" not in str(drawn)


async def test_replies_go_after_three_days_and_not_before(here: Desk, retention: Retention, databases: Urls) -> None:
    async with here.book.turn() as turn:
        assert await turn.first_time("delivery")
        await turn.keep_reply("delivery", {"say": None, "card": None})
    here.clock.ahead += REPLIES_KEPT - timedelta(minutes=1)
    assert await all_of_it(retention) == 0
    assert await here.book.reply_to("delivery") is not None
    here.clock.ahead += QUIET
    assert await all_of_it(retention) == 1
    assert await rows_of(databases[0], "SELECT * FROM inbox") == []


async def test_a_notice_that_was_sent_forgets_whom_it_mentioned_and_one_that_was_not_does_not(
    here: Desk, engine: AsyncEngine, retention: Retention, databases: Urls
) -> None:
    async with here.book.turn() as turn:
        await turn.notify(told(NoticeKind.HELP, THREAD, BA), here.clock())
    work = Work(engine)
    here.clock.ahead += KEPT_AFTER_END
    await all_of_it(retention)
    assert BA.name in str(await rows_of(databases[0], "SELECT people FROM notices"))
    due = await work.next_notice(here.clock())
    assert due is not None and await work.notice_leaves(due)
    here.clock.ahead += QUIET
    assert await all_of_it(retention) == 1
    [row] = await rows_of(databases[0], "SELECT people::text AS people FROM notices")
    assert row == {"people": "[]"}
