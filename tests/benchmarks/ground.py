"""What the benchmarks stand on: both databases with the rights of production, and a server that tells its CPU time."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from adapters.bot_database.migrate import migrate_to_newest
from practice.databases import BOT_RIGHTS, SERVICE_RIGHTS, create_database, grant
from practice.postgres import Cluster
from practice.postgres_home import scratch
from practice.service_database import build


@dataclass(frozen=True)
class Ground:
    """The addresses of the databases, and the people of the service database by their situations."""

    bot_url: str
    tv_url: str
    people: Mapping[str, str]


@asynccontextmanager
async def ground(crowd: int = 0) -> AsyncIterator[Ground]:
    """A PostgreSQL of its own, quick rather than durable; `crowd` people more in the service database."""
    folder = scratch()
    try:
        with Cluster(folder, durable=False, max_connections=100) as cluster:
            server = cluster.server
            bot_url, tv_url = server.url("bot"), server.url("tv")
            await create_database(server, "bot")
            await create_database(server, "tv")
            await migrate_to_newest(bot_url, encrypted=False)
            people = await build(tv_url, seed=1, now=datetime.now(UTC), crowd=crowd)
            await grant(bot_url, BOT_RIGHTS)
            await grant(tv_url, SERVICE_RIGHTS)
            yield Ground(bot_url, tv_url, people)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def serve_with_cpu(app: web.Application) -> None:
    """Serve until this process ends; its CPU seconds are at /cpu, its port is the first line that it prints."""

    async def cpu(_: web.Request) -> web.Response:
        return web.Response(text=str(time.process_time()))

    app.router.add_get("/cpu", cpu)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()
