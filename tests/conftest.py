"""A whole world a test: both databases on a real PostgreSQL, the outside over HTTP, the bot on a port of its own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import settings

from adapters.bot_database.migrate import migrate_to_newest
from practice.databases import BOT_RIGHTS, SERVICE_RIGHTS, create_database, drop_database, grant
from practice.postgres import Cluster, Server
from practice.postgres_home import scratch
from practice.service_database import build
from tests.world import World, living_world

# How long an example takes says something about the machine only (QUALITY: a test that fails once in 20 is a bug).
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

SEED = 20261122
BOT_TEMPLATE, TV_TEMPLATE = "bot_template", "tv_template"


@pytest.fixture(scope="session")
def templates() -> Iterator[tuple[Server, dict[str, str]]]:
    """One PostgreSQL a worker with both databases as templates, and the people in one of them by situation."""
    folder = scratch()
    with Cluster(folder, durable=False, max_connections=200) as cluster:
        yield cluster.server, asyncio.run(_fill(cluster.server))
    shutil.rmtree(folder)


async def _fill(server: Server) -> dict[str, str]:
    await create_database(server, BOT_TEMPLATE)
    await create_database(server, TV_TEMPLATE)
    await migrate_to_newest(server.url(BOT_TEMPLATE), encrypted=False)
    people = await build(server.url(TV_TEMPLATE), seed=SEED, now=datetime(2026, 11, 20, 9, 0, tzinfo=UTC), crowd=30)
    await grant(server.url(BOT_TEMPLATE), BOT_RIGHTS)
    await grant(server.url(TV_TEMPLATE), SERVICE_RIGHTS)
    return people


@asynccontextmanager
async def fresh_databases(server: Server) -> AsyncIterator[tuple[str, str]]:
    """The owner's addresses of a bot database and a service database of one's own; copies keep the bot's rights."""
    name = uuid4().hex[:12]
    await create_database(server, f"bot_{name}", BOT_TEMPLATE)
    await create_database(server, f"tv_{name}", TV_TEMPLATE)
    try:
        yield server.url(f"bot_{name}"), server.url(f"tv_{name}")
    finally:
        await drop_database(server, f"bot_{name}")
        await drop_database(server, f"tv_{name}")


@pytest.fixture
async def databases(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[tuple[str, str]]:
    async with fresh_databases(templates[0]) as urls:
        yield urls


@pytest.fixture
def people(templates: tuple[Server, dict[str, str]]) -> dict[str, str]:
    """The addresses of the invented people by situation."""
    return templates[1]


@pytest.fixture
async def world(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    """Everything running: post, click and look at the thread and the rows."""
    async with living_world(people, *databases) as world:
        yield world
