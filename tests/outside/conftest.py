"""What the tests of the outside share: the practice world over HTTP, and our own client, tokens and port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.identity import ClientSecret, Identity
from adapters.web import make_client
from practice.outside import APP_ID, APP_PASSWORD, TENANT_ID, Outside
from tests.outside.office import Office, working_office


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
