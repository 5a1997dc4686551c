"""A job application begun while the deletion runs: whoever comes first wins, and never do both.

Each case lets an application be written (or given up) beside a deletion, with pauses at random in between, on a real
PostgreSQL. The oracle is exact: an application that was committed keeps the person and every row of theirs; one that
was given up, or that came too late, keeps nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from random import Random
from uuid import UUID, uuid4

import asyncpg
import pytest

from adapters.service_database import erasures
from handlers.errors import ErasureRefused, RowsDiffer
from handlers.holdings import Options
from practice.service_database.book import Book
from practice.service_database.erasable import anybody
from practice.service_database.people import EMAILS, Situation
from tests.erasure.tv import EVERYTHING, Tv, the_one

AT_ONCE = 4
LONGEST = 0.012  # seconds: about twice what a deletion takes, so that every step is met
ENOUGH = 2000  # cases in which every order has come about, however busy the machine is; `play` judges each of them
CASES = [30, pytest.param(ENOUGH, marks=pytest.mark.long)]
BEGIN = """
INSERT INTO job_applications (jobseeker_id, vacancy_id, status, created_at, updated_at)
VALUES ($1, $2, $3, now(), now())
"""


class Application(StrEnum):
    WRITTEN = "written"
    TOO_LATE = "too late"
    GIVEN_UP = "given up"


class Deletion(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass
class Case:
    """Two parties with pauses in seconds, drawn beforehand so that a seed means the same case."""

    person: UUID
    email: str
    vacancy: UUID
    status: int | None
    commits: bool
    pauses: list[float]


def drawn(rng: Random, person: UUID, email: str, vacancy: UUID) -> Case:
    pauses = [rng.uniform(0, LONGEST) * rng.choice((0, 1)) for _ in range(5)]
    return Case(person, email, vacancy, rng.choice((None, 0, 1, 5)), rng.random() < 0.8, pauses)


async def write_application(pool: asyncpg.Pool, case: Case) -> Application:
    await asyncio.sleep(case.pauses[0])
    async with pool.acquire() as connection:
        change = connection.transaction()
        await change.start()
        try:
            await connection.execute(BEGIN, case.person, case.vacancy, case.status)
        except asyncpg.ForeignKeyViolationError:
            await change.rollback()
            return Application.TOO_LATE
        await asyncio.sleep(case.pauses[1])
        await (change.commit if case.commits else change.rollback)()
        return Application.WRITTEN if case.commits else Application.GIVEN_UP


async def run_deletion(tv: Tv, case: Case, *, checked: bool) -> Deletion:
    await asyncio.sleep(case.pauses[2])
    async with tv.service.acting(uuid4()) as acting:
        holdings = await acting.lock_holdings(str(case.person), case.email, EVERYTHING)
        assert holdings is not None
        if checked and not holdings.may_be_erased:
            return Deletion.REFUSED
        await asyncio.sleep(case.pauses[3])
        try:
            await acting.erase(holdings, EVERYTHING)
        except ErasureRefused as error:
            assert not checked and isinstance(error, RowsDiffer) and error.step == "jobseekers"
            return Deletion.REFUSED
        await asyncio.sleep(case.pauses[4])
        await acting.commit()
        return Deletion.DONE


async def play(tv: Tv, pool: asyncpg.Pool, case: Case, *, checked: bool) -> tuple[Application, Deletion]:
    shown = the_one(await tv.service.preview_of(str(case.person)))
    written, deleted = await asyncio.gather(write_application(pool, case), run_deletion(tv, case, checked=checked))
    left = await tv.service.preview_of(str(case.person))
    if written is Application.WRITTEN:
        assert deleted is Deletion.REFUSED
        now = the_one(left)
        assert sum(now.applications.values()) == 1
        assert now.goes(EVERYTHING) == shown.goes(EVERYTHING)
    else:
        assert deleted is Deletion.DONE
        assert not left.accounts
    return written, deleted


@pytest.fixture
async def pool(tv: Tv) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(tv.url, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
        yield pool


async def play_all(tv: Tv, pool: asyncpg.Pool, number: int, *, checked: bool) -> Counter[tuple[Application, Deletion]]:
    world, book = await tv.world(), Book(number, datetime(2026, 11, 20, tzinfo=UTC))
    pages = [book.page(f"case/{each}") for each in range(number)]
    people = [anybody(page, world, f"case{each}@example.com") for each, page in enumerate(pages)]
    await book.write(tv.owner)
    await tv.owner.execute("ANALYZE")
    vacancy = world.vacancies[0]
    cases = iter([drawn(page.rng, who.id, who.email, vacancy) for page, who in zip(pages, people, strict=True)])
    met: Counter[tuple[Application, Deletion]] = Counter()

    async def player() -> None:
        for case in cases:
            met[await play(tv, pool, case, checked=checked)] += 1

    await asyncio.gather(*(player() for _ in range(AT_ONCE)))
    assert met.total() == number
    return met


@pytest.mark.parametrize("number", CASES)
async def test_whoever_comes_first_wins(tv: Tv, pool: asyncpg.Pool, number: int) -> None:
    met = await play_all(tv, pool, number, checked=True)
    if number >= ENOUGH:
        assert {written for written, _ in met} == set(Application), met


@pytest.mark.parametrize("number", CASES)
async def test_the_foreign_key_alone_still_refuses(
    tv: Tv, pool: asyncpg.Pool, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_away(*_: object) -> None:
        """Neither the rules nor the adapter look at applications."""

    monkeypatch.setattr(erasures, "_refuse_applications", look_away)
    met = await play_all(tv, pool, number, checked=False)
    if number >= ENOUGH:
        assert met[Application.WRITTEN, Deletion.REFUSED], met


async def test_a_draft_that_is_being_written_is_waited_for(tv: Tv) -> None:
    person, email = await tv.id_of(Situation.FULL_PROFILE), EMAILS[Situation.FULL_PROFILE]
    writing = tv.owner.transaction()
    await writing.start()
    await tv.owner.execute(BEGIN, person, (await tv.world()).vacancies[0], 0)
    async with tv.service.acting(uuid4()) as acting:
        locking = asyncio.create_task(acting.lock_holdings(person, email, Options()))
        await asyncio.sleep(0.2)
        assert not locking.done()
        await writing.commit()
        holdings = await locking
    assert holdings is not None and holdings.applications == {"draft": 1}


async def test_a_draft_begun_under_the_lock_waits_and_finds_nobody(tv: Tv) -> None:
    person, email = await tv.id_of(Situation.FULL_PROFILE), EMAILS[Situation.FULL_PROFILE]
    vacancy = (await tv.world()).vacancies[0]
    async with tv.service.acting(uuid4()) as acting:
        holdings = await acting.lock_holdings(person, email, Options())
        assert holdings is not None
        writing = asyncio.create_task(tv.owner.execute(BEGIN, person, vacancy, 0))
        await asyncio.sleep(0.2)
        assert not writing.done()
        await acting.erase(holdings, Options())
        await acting.commit()
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await writing
