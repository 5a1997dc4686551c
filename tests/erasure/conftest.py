"""A service database of one's own a test, with the adapter on it as the bot's role and the owner beside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from practice.databases import create_database, drop_database
from practice.postgres import Server
from tests.conftest import TV_TEMPLATE
from tests.erasure.tv import Tv, opened


@pytest.fixture
async def tv(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[Tv]:
    server, _ = templates
    name = f"tv_{uuid4().hex[:12]}"
    await create_database(server, name, TV_TEMPLATE)
    async with opened(server.url(name)) as tv:
        yield tv
    await drop_database(server, name)
