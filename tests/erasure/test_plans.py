"""How PostgreSQL would find the rows once the tables have grown: by index, but for what has none there.

The plans are those of a database with 10,000 jobseekers, large enough for the planner to mind.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import TextClause, text

from adapters.service_database import jobseekers, statements
from adapters.service_database.applications import APPLICATIONS
from adapters.service_database.erasure_map import STAYS
from adapters.service_database.known_schema import FOREIGN_KEYS
from practice.databases import drop_database
from practice.postgres import Server
from tests.benchmarks.grown import DEPENDENT, grow, measured
from tests.erasure.tv import Tv, opened

JOBSEEKERS = 10_000
# Teaching Vacancies has no index for these, so each is one sequential scan: addresses with capitals ignored, and the
# person who changed something. Never under a lock.
SEARCHES = {
    "FIND": {"jobseekers"},
    "PREVIEW": {"jobseekers", "subscriptions", "feedbacks", "versions"},
    "PREVIEW_OF": {"subscriptions", "feedbacks", "versions"},
    "PREVIEW_SHORT": {"jobseekers", "subscriptions", "feedbacks"},
    "PREVIEW_OF_SHORT": {"subscriptions", "feedbacks"},
    "LOOK": {"jobseekers", "subscriptions", "feedbacks"},  # jobseekers only when there is no account (below)
}
BY_INDEX: dict[str, TextClause] = {
    "LOCK": statements.LOCK,
    "READ": statements.READ,
    "COUNT_APPLICATIONS": statements.COUNT_APPLICATIONS,
    "UPDATE_COUNTERS": statements.UPDATE_COUNTERS,
    "APPLICATIONS": APPLICATIONS,
    "lock of an unlink": jobseekers.LOCK,
    "read of an unlink": jobseekers.READ,
    **statements.ACTS,
}


@pytest.fixture(scope="module")
def url(templates: tuple[Server, dict[str, str]]) -> Iterator[str]:
    yield asyncio.run(grow(templates[0], "tv_grown", JOBSEEKERS, 2))
    asyncio.run(drop_database(templates[0], "tv_grown"))


@pytest.fixture
async def grown(url: str) -> AsyncIterator[Tv]:
    async with opened(url) as tv:
        yield tv


async def plan(tv: Tv, statement: TextClause, how: str = "FORMAT JSON") -> dict[str, Any]:
    """The plan for a person who holds everything, made as the bot's role with what the adapter would send."""
    who = measured(0)
    fetch = tv.owner.fetch
    key = await tv.owner.fetchval("SELECT id FROM jobseekers WHERE email = $1", who)
    given: dict[str, Any] = {
        "id": key,
        "address": who,
        "alerts": [row["id"] for row in await fetch("SELECT id FROM subscriptions WHERE email = $1", who)],
        "addressed": [row["id"] for row in await fetch("SELECT id FROM feedbacks WHERE email = $1", who)],
        "email": who,
        "subject_id": key,
        "second_id": UUID(int=1),
        "current_email": measured(1),
        "ids": [key],
    }
    names = set(re.findall(r"(?<!:):(\w+)", statement.text))
    async with tv.service._transaction("BEGIN;", "plans") as begun:
        said = await begun.connection.execute(
            text(f"EXPLAIN ({how}) {statement.text}"), {name: given[name] for name in names}
        )
        found = said.scalar_one()
    [top] = json.loads(found) if isinstance(found, str) else found
    root: dict[str, Any] = top["Plan"]
    return root


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


async def read_whole(tv: Tv, statement: TextClause) -> dict[str, str]:
    """The growing tables of which a plan reads every row, and how: as they lie on disk, or by walking an index."""
    return {
        node["Relation Name"]: node["Node Type"]
        for node in nodes(await plan(tv, statement))
        if node.get("Relation Name") in {"jobseekers", *DEPENDENT}
        and (node["Node Type"] == "Seq Scan" or ("Index" in node["Node Type"] and "Index Cond" not in node))
    }


@pytest.mark.parametrize("name", BY_INDEX)
async def test_under_a_lock_nothing_reads_a_whole_table(grown: Tv, name: str) -> None:
    assert await read_whole(grown, BY_INDEX[name]) == {}


@pytest.mark.parametrize("name", SEARCHES)
async def test_a_search_reads_the_tables_without_an_index_and_no_others(grown: Tv, name: str) -> None:
    statement = jobseekers.FIND.statement if name == "FIND" else getattr(statements, name)
    assert isinstance(statement, TextClause)
    assert await read_whole(grown, statement) == dict.fromkeys(SEARCHES[name], "Seq Scan")


async def test_the_search_before_a_lock_passes_over_accounts_when_the_account_is_known(grown: Tv) -> None:
    root = await plan(grown, statements.LOOK, "ANALYZE, FORMAT JSON")
    scans = {node["Relation Name"]: node["Actual Loops"] for node in nodes(root) if node["Node Type"] == "Seq Scan"}
    assert scans == {"jobseekers": 0, "subscriptions": 1, "feedbacks": 1}


async def test_what_has_no_index_is_said_to_have_none(grown: Tv) -> None:
    assert {stay.name for stay in STAYS if not stay.indexed} == {"versions"}


@pytest.mark.parametrize("key", FOREIGN_KEYS, ids=lambda key: f"{key[0]}.{key[1]}")
async def test_every_foreign_key_that_a_deletion_asks_has_an_index(grown: Tv, key: tuple[str, str, str]) -> None:
    led_by = await grown.owner.fetchval(
        "SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indrelid = $1::text::regclass AND a.attname = $2 AND i.indisvalid AND i.indpred IS NULL",
        key[0],
        key[1],
    )
    assert led_by
