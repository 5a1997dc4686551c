"""What an unlink keeps for its undo, on the real bot database: sealed, for 14 days, and only by our own key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.bot_database.book import PostgresBook
from adapters.bot_database.vault import Vault
from adapters.postgres import make_engine
from handlers.execute import run_next
from handlers.model import Request
from handlers.states import UNDO_LASTS, State
from practice.databases import as_role
from tests.faults.desk import Desk, desk
from tests.world import rows_of

Urls = tuple[str, str]
SECOND = timedelta(seconds=1)


@pytest.fixture
async def here(databases: Urls) -> AsyncIterator[Desk]:
    async with desk(*databases) as here:
        yield here


async def unlinked(here: Desk, email: str) -> Request:
    request = await here.approved(email)
    assert await run_next(uuid4(), here.ports)
    done = await here.now(request.id)
    assert (done.state, done.undoable) == (State.DONE, True)
    return done


async def id_before(databases: Urls, email: str) -> str:
    [row] = await rows_of(databases[1], "SELECT govuk_one_login_id FROM jobseekers WHERE email = $1", email)
    return str(row["govuk_one_login_id"])


async def test_exactly_the_old_id_is_kept_and_no_row_shows_it(
    here: Desk, databases: Urls, people: dict[str, str]
) -> None:
    old = await id_before(databases, people["linked"])
    done = await unlinked(here, people["linked"])
    assert await here.book.kept_login(done.id) == old
    [row] = await rows_of(databases[0], "SELECT r::text AS all, convert_from(undo, 'UTF8') AS sealed FROM requests r")
    assert old not in row["all"] and old not in row["sealed"]


async def test_after_14_days_it_is_forgotten_once_and_on_the_record(here: Desk, people: dict[str, str]) -> None:
    done = await unlinked(here, people["linked"])
    over = done.state_since + UNDO_LASTS
    assert not await here.book.forget_logins(over - SECOND)
    assert await here.book.kept_login(done.id)
    assert await here.book.forget_logins(over)
    assert not await here.book.forget_logins(over)
    assert await here.book.kept_login(done.id) is None
    after = await here.now(done.id)
    assert (after.undoable, after.state, after.version) == (False, State.DONE, done.version)


async def test_each_unlink_is_forgotten_when_its_own_time_is_over(here: Desk, people: dict[str, str]) -> None:
    first = await unlinked(here, people["linked"])
    here.clock.ahead = timedelta(days=3)
    second = await unlinked(here, people["closed"])
    assert await here.book.forget_logins(first.state_since + UNDO_LASTS)
    assert not await here.book.forget_logins(first.state_since + UNDO_LASTS)
    assert (await here.now(second.id)).undoable


async def test_under_another_secret_key_it_is_gone_for_us(here: Desk, databases: Urls, people: dict[str, str]) -> None:
    done = await unlinked(here, people["linked"])
    engine = make_engine(as_role(databases[0]), name="test", encrypted=False, size=2)
    assert await PostgresBook(engine, Vault("another key that is long enough to be one")).kept_login(done.id) is None
    await engine.dispose()
    assert await here.book.kept_login(done.id)


async def test_nothing_is_kept_of_what_is_unknown_or_not_done(here: Desk, people: dict[str, str]) -> None:
    waiting = await here.approved(people["linked"])
    assert await here.book.kept_login(waiting.id) is None
    assert await here.book.kept_login(UUID(int=1)) is None
