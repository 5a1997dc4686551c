"""The door in front of the service database: open it is not noticed, shut the database is down."""

from __future__ import annotations

import asyncpg
import pytest

from practice.databases import create_database
from practice.door import door_to
from practice.postgres import Cluster


async def test_open_shut_and_open_again(cluster: Cluster) -> None:
    await create_database(cluster.server, "behind_the_door")
    async with door_to(cluster.server.url("behind_the_door")) as (door, url):
        before = await asyncpg.connect(url)
        assert await before.fetchval("SELECT current_database()") == "behind_the_door"
        door.close()
        assert door.shut
        with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
            await before.fetchval("SELECT 1")
        with pytest.raises((OSError, asyncpg.PostgresError)):
            await asyncpg.connect(url, timeout=2)
        door.open()
        after = await asyncpg.connect(url)
        assert await after.fetchval("SELECT 1") == 1
        await after.close()
    assert door.shut


async def test_a_database_that_is_not_there_is_a_closed_connection() -> None:
    async with door_to("postgresql://somebody@127.0.0.1:1/nothing") as (_, url):
        assert "somebody@127.0.0.1:" in url
        with pytest.raises((OSError, asyncpg.PostgresError)):
            await asyncpg.connect(url, timeout=2)
