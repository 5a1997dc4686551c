"""How long from the approver's click to the final card in the thread, beside a bare request with one commit.

Run by hand: `python -m tests.benchmarks.approve_to_card [ROUNDS]`. Prints medians and 95th percentiles in milliseconds
and the ratios of one run; the absolute times depend on the machine and on what else it does.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import httpx
from aiohttp import web

from adapters.bot_database.migrate import migrate_to_newest
from bot.opening import opened
from bot.settings import read_settings
from practice import faults
from practice.databases import BOT_RIGHTS, SERVICE_RIGHTS, create_database, grant
from practice.outside import AMINA, DANA
from practice.postgres import Cluster, Server
from practice.postgres_home import scratch
from practice.service_database import build
from tests.world import World, living_world

GRAPH_SECONDS = 0.1
SOMEBODY = """
SELECT email FROM jobseekers WHERE govuk_one_login_id <> '' AND email = lower(email) AND account_closed_on IS NULL
  AND NOT email_opt_out ORDER BY id LIMIT $1 OFFSET $2
"""


async def main(rounds: int) -> None:
    folder = scratch()
    with Cluster(folder, durable=True) as cluster:
        server = cluster.server
        bot_url, tv_url = await _databases(server)
        async with living_world({}, bot_url, tv_url, UNLINKS_PER_DAY="1000") as world:
            answered, shown = await _approvals(world, rounds)
            graph = await _standings(world, rounds)
            world.outside.faults.always("graph", faults.late_reply(GRAPH_SECONDS))
            slowly, _ = await _approvals(world, rounds, begun=rounds)
        async with _bare(bot_url) as once:
            bare = [await _timed(once) for _ in range(rounds)]
    shutil.rmtree(folder)
    print(f"{rounds} rounds, milliseconds{'median':>18}{'95th':>10}{'of bare':>10}")
    named = (
        ("request with one commit", bare),
        ("click answered", answered),
        ("who is it, asked of Graph", graph),
        ("click without Graph's time", [each - statistics.median(graph) for each in answered]),
        (f"click, Graph taking {GRAPH_SECONDS * 1000:.0f} ms", slowly),
        ("final card shown", shown),
    )
    for name, times in named:
        middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:<28}{middle * 1000:>14.1f}{late * 1000:>10.1f}{middle / statistics.median(bare):>10.1f}")


async def _databases(server: Server) -> tuple[str, str]:
    for name in ("bot", "tv"):
        await create_database(server, name)
    bot_url, tv_url = server.url("bot"), server.url("tv")
    await migrate_to_newest(bot_url, encrypted=False)
    await build(tv_url, seed=1, now=datetime.now(UTC), crowd=400)
    await grant(bot_url, BOT_RIGHTS)
    await grant(tv_url, SERVICE_RIGHTS)
    return bot_url, tv_url


async def _approvals(world: World, rounds: int, begun: int = 0) -> tuple[list[float], list[float]]:
    people = [row["email"] for row in await world.tv_rows(SOMEBODY, rounds, begun)]
    world.outside.directory.activate(DANA)
    answered, shown = [], []
    for number, email in enumerate(people, begun):
        await world.say(f"unlink {email} from One Login")
        await world.card("This account can be unlinked", number)
        message = world.outside.channel.cards[-1]
        await world.press(AMINA, message, "Ask a developer", identity_check="own_address")
        await world.card("Waiting for a developer", number)
        # People take their time: the channel's pace is no part of what is measured.
        await world.bot_rows("DELETE FROM sends")
        started = time.perf_counter()
        await world.press(DANA, world.outside.channel.find(message), "Approve")
        answered.append(time.perf_counter() - started)
        await world.card("no longer linked", number)
        shown.append(time.perf_counter() - started)
    return answered, shown


async def _standings(world: World, rounds: int) -> list[float]:
    """What a click waits for Graph, which answers from the same process here."""
    settings = read_settings(world.settings)
    async with opened(settings, name="benchmark", bot_connections=1, service_connections=1, limits={}) as outside:
        await outside.directory.standing(DANA.object_id)
        return [await _timed(lambda: outside.directory.standing(DANA.object_id)) for _ in range(rounds)]


@asynccontextmanager
async def _bare(url: str) -> AsyncIterator[Callable[[], Awaitable[object]]]:
    """The least that any such bot could do: an aiohttp request that commits one row."""
    pool = await asyncpg.create_pool(url, min_size=2, max_size=2)
    await pool.execute("CREATE TABLE bare (at timestamptz)")

    async def commit(_: web.Request) -> web.Response:
        await pool.execute("INSERT INTO bare VALUES (now())")
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/", commit)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with httpx.AsyncClient() as client:
        await client.post(address)
        yield lambda: client.post(address)
    await runner.cleanup()
    await pool.close()


async def _timed(once: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await once()
    return time.perf_counter() - started


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
