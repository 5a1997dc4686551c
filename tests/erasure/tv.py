"""What the tests of deletions share: the database, its rows before and after, and a deletion as the rules do it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg

from adapters.postgres import make_engine
from adapters.service_database.service import PostgresService
from handlers.holdings import Found, Holdings, Options
from practice.databases import as_role, quoted
from practice.service_database.book import Page
from practice.service_database.checksum import tables
from practice.service_database.people import EMAILS, Situation
from practice.service_database.world import World

KEY = b"a key of the tests"
EVERYTHING = Options(stop_alerts=True, remove_feedback=True)
Rows = dict[tuple[str, str], str]
IN_ONE_QUESTION = """
SELECT '{name}' AS table, {key} AS key, row_to_json(t)::text AS row FROM {quoted} t
"""


@dataclass
class Tv:
    """A service database: `service` is the bot's role, `owner` may do anything."""

    service: PostgresService
    owner: asyncpg.Connection
    url: str

    async def rows(self) -> Rows:
        """Every row of every table: (table, id) → row as JSON, columns in their order."""
        questions = [
            IN_ONE_QUESTION.format(name=name, quoted=quoted(name), key="t.id::text" if has_id(name) else "t::text")
            for name in await tables(self.owner)
        ]
        found = await self.owner.fetch(" UNION ALL ".join(questions))
        return {(row["table"], row["key"]): row["row"] for row in found}

    async def insert(self, table: str, **columns: Any) -> str:
        """A row with Rails' two timestamps, as the owner; returns its id."""
        columns = {"created_at": "2026-11-01", "updated_at": "2026-11-01", **columns}
        names, values = ", ".join(columns), ", ".join(_literal(value) for value in columns.values())
        return str(await self.owner.fetchval(f'INSERT INTO "{table}" ({names}) VALUES ({values}) RETURNING id'))

    async def id_of(self, situation: Situation) -> str:
        return str(await self.owner.fetchval("SELECT id FROM jobseekers WHERE email = $1", EMAILS[situation]))

    async def held(self, situation: Situation) -> Holdings:
        holdings = (await self.service.preview(EMAILS[situation])).holdings
        assert holdings is not None
        return holdings

    async def erase(self, shown: Holdings, options: Options) -> Mapping[str, int]:
        """Lock, read again, erase, commit."""
        async with self.service.acting(uuid4()) as acting:
            assert await acting.drift() == ()
            holdings = await acting.lock_holdings(shown.id, shown.email, options)
            assert holdings is not None
            counts = await acting.erase(holdings, options)
            await acting.commit()
        return counts

    async def world(self) -> World:
        """The invented schools, vacancies and hiring staff that are there, for writing more people."""
        organisations = await self.owner.fetch(
            "SELECT id, uid, local_authority_code AS la FROM organisations WHERE id IN"
            " (SELECT unnest(ARRAY[school_id, school_group_id]) FROM school_group_memberships) ORDER BY urn"
        )
        trust = next(row["id"] for row in organisations if row["uid"])
        authority = next(row["id"] for row in organisations if row["la"])
        schools = tuple(row["id"] for row in organisations if not row["uid"] and not row["la"])
        with_vacancies = "SELECT id FROM publishers WHERE id IN (SELECT publisher_id FROM vacancies) ORDER BY id"
        publishers = tuple(row["id"] for row in await self.owner.fetch(with_vacancies))
        vacancies = tuple(row["id"] for row in await self.owner.fetch("SELECT id FROM vacancies ORDER BY id"))
        return World(trust, authority, schools, publishers, vacancies)


@asynccontextmanager
async def opened(url: str, *, size: int = 10) -> AsyncIterator[Tv]:
    engine = make_engine(as_role(url), name="test", encrypted=False, size=size)
    owner = await asyncpg.connect(url)
    try:
        yield Tv(PostgresService(engine), owner, url)
    finally:
        await owner.close()
        await engine.dispose()


def has_id(table: str) -> bool:
    return table not in ("schema_migrations", "ar_internal_metadata")


def the_one(found: Found) -> Holdings:
    assert found.holdings is not None
    return found.holdings


def keyed(keys: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """(table, id) of rows that go; only feedback has two steps in one table."""
    return {(step.removesuffix("_by_address"), key) for step, found in keys.items() for key in found}


def somebodys(page: Page, email: str) -> str:
    """An address of its own for a generated person, capitals in some of them."""
    return email.capitalize() if page.chance(0.2) else email


def _literal(value: object) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
