"""QUALITY C1 and C2 once more, the state machine of tests/rules on the real bot database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database import rows
from adapters.bot_database.book import PostgresBook
from adapters.bot_database.find import REQUEST
from adapters.bot_database.vault import Vault
from adapters.postgres import make_engine
from handlers.model import Request
from handlers.ports import Book
from practice.databases import as_role
from practice.postgres import Server
from tests.conftest import fresh_databases
from tests.faults.desk import SECRET
from tests.rules.machine_rules import WholeMachine

EMPTY = "TRUNCATE requests, requesters, approvals, confirmations, cards, notices, inbox, settings"
USUAL = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
RUNS, PARTS = 400, 4  # half a second each on a quiet machine: a thousand would take five minutes of two cores


@dataclass
class Home:
    """One bot database, and the loop and connections that every run of the machine uses in turn."""

    loop: asyncio.AbstractEventLoop
    engine: AsyncEngine
    owner: asyncpg.Connection
    watching: AsyncConnection


class PostgresMachine(WholeMachine):
    """The same machine with the real book; the service database and the directory stay in memory."""

    home: ClassVar[Home]

    def make_loop(self) -> asyncio.AbstractEventLoop:
        return self.home.loop

    def make_book(self) -> Book:
        self.do(self.home.owner.execute(EMPTY))
        return PostgresBook(self.home.engine, Vault(SECRET))

    def do(self, awaitable: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(awaitable)

    async def numbers(self) -> list[UUID]:
        return [each.id for each in await self._requests()]

    async def _requests(self) -> list[Request]:
        found = await self.home.watching.execute(REQUEST.order_by("created_at", "id"))
        return [rows.request(row) for row in found.mappings()]

    def close(self) -> None:
        """The loop and the connections are the next run's too."""


@pytest.fixture
def machine(templates: tuple[Server, dict[str, str]]) -> Iterator[type[PostgresMachine]]:
    with asyncio.Runner() as runner, home(runner.get_loop(), templates[0]) as PostgresMachine.home:
        yield PostgresMachine


@contextmanager
def home(loop: asyncio.AbstractEventLoop, server: Server) -> Iterator[Home]:
    databases = fresh_databases(server)
    bot_url, _ = loop.run_until_complete(databases.__aenter__())
    engine = make_engine(as_role(bot_url), name="test", encrypted=False, size=5)
    owner = loop.run_until_complete(asyncpg.connect(bot_url))
    watching = loop.run_until_complete(engine.execution_options(isolation_level="AUTOCOMMIT").connect().start())
    try:
        yield Home(loop, engine, owner, watching)
    finally:
        loop.run_until_complete(watching.close())
        loop.run_until_complete(owner.close())
        loop.run_until_complete(engine.dispose())
        loop.run_until_complete(databases.__aexit__(None, None, None))


def test_nothing_runs_twice_or_without_a_fresh_approval_on_a_real_database(machine: type[PostgresMachine]) -> None:
    run_state_machine_as_test(machine, settings=USUAL)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_four_hundred_times_too(machine: type[PostgresMachine], part: int) -> None:
    run_state_machine_as_test(machine, settings=settings(USUAL, max_examples=RUNS // PARTS))
