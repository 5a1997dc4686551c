"""What the tests of the outside share: the practice world over HTTP, and our own client, tokens and port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.identity import ClientSecret, Identity
from adapters.web import make_client
from practice.databases import create_database, drop_database
from practice.outside import APP_ID, APP_PASSWORD, TENANT_ID, Outside
from practice.postgres import Server
from tests.conftest import TV_TEMPLATE
from tests.erasure.tv import Tv, opened
from tests.outside.ground import Ground
from tests.outside.office import Office, working_office
from tests.world import settings_for


@pytest.fixture
async def other(databases: tuple[str, str]) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the bot database, who looks on or steps in."""
    connection = await asyncpg.connect(databases[0])
    yield connection
    await connection.close()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with make_client(10.0) as client:
        yield client


@pytest.fixture
def identity(outside: Outside, client: httpx.AsyncClient) -> Identity:
    """The bot's own tokens, from the practice login service."""
    return Identity(ClientSecret(client, f"{outside.url}/login/", TENANT_ID, APP_ID, APP_PASSWORD))


@pytest.fixture
async def office(
    outside: Outside, client: httpx.AsyncClient, identity: Identity, databases: tuple[str, str]
) -> AsyncIterator[Office]:
    async with working_office(outside, client, identity, *databases) as office:
        yield office


@pytest.fixture
async def tv(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[Tv]:
    """A service database of one's own, with the adapter on it as the bot's role and the owner beside."""
    name = f"tv_{uuid4().hex[:12]}"
    await create_database(templates[0], name, TV_TEMPLATE)
    async with opened(templates[0].url(name), size=2) as tv:
        yield tv
    await drop_database(templates[0], name)


@pytest.fixture
def ground(outside: Outside, databases: tuple[str, str]) -> Ground:
    """What the doctor looks at, all of it well."""
    return Ground(outside, databases, settings_for(outside, *databases))
