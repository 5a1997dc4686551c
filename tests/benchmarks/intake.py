"""What a whole intake turn costs and how many go through a second, beside the bare echo of the two SDKs for Python.

Run by hand: `python -m tests.benchmarks.intake [ROUNDS]`; the first run installs the echoes (tests/benchmarks/peers/).
Ours: token checked, sender looked up in Graph, message read, service database looked up, request and audit written,
card drawn and posted. Theirs: token checked, what was said posted back. Every server is a process of its own that
tells its CPU time, threads included, and all talk to the same login, keys, Graph and connector on loopback.

CPU is that of a server's process from the first turn of a batch until the last of its cards is confirmed, with all
that its loops do meanwhile; a database's own processes are not counted. "A second" counts answered turns: ours posts
its cards while it answers and afterwards. The channel's pace (decision 16) is lifted, or the batch would wait for it.
The servers take turns batch by batch, so that a busy machine is unfair to all; only the ratios say something.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import asyncpg
from aiohttp import web

from adapters.bot_database import channel
from bot import logs
from bot.serving import alone
from bot.settings import read_settings
from practice import activities
from practice.outside import AMINA, TENANT_ID, Outside
from tests.benchmarks.ground import ground, serve_with_cpu
from tests.benchmarks.peers import python_of
from tests.world import settings_for

CLIENTS = 16
ONE_BY_ONE, AT_ONCE = 10, 64  # turns of a batch
OURS, BOTBUILDER, AGENTS = "this bot, whole intake", "botbuilder echo", "microsoft-agents echo"
PEERS = {BOTBUILDER: "botbuilder", AGENTS: "agents"}
ROOT = Path(__file__).parents[2]
WAITING = "SELECT count(*) FROM cards WHERE confirmed < wanted"
LINKED = """
SELECT email FROM jobseekers WHERE govuk_one_login_id <> '' AND email = lower(email) AND account_closed_on IS NULL
  AND NOT email_opt_out ORDER BY id
"""


@dataclass
class Figures:
    """Of one server, a number for each round."""

    alone: list[float] = field(default_factory=list)  # milliseconds of CPU for a turn, one at a time
    crowded: list[float] = field(default_factory=list)  # the same with CLIENTS at once
    rate: list[float] = field(default_factory=list)  # answered turns a second


@dataclass
class Course:
    """The world that all servers share, and people to ask about, each once."""

    outside: Outside
    session: aiohttp.ClientSession
    database: asyncpg.Connection
    people: list[str]

    async def turn(self, url: str, email: str) -> None:
        """One message in a thread of its own, answered."""
        teams, root = self.outside.teams, self.outside.channel.next_id()
        text = f"Can you unlink {email} from One Login?"
        activity = activities.message(teams.place, AMINA, message_id=root, root=root, when=time.time(), text=text)
        self.outside.channel.add(AMINA.teams_id, AMINA.name, activity, None, root)
        token = self.outside.login.sign_activity_token(self.outside.service_url)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        async with self.session.post(f"{url}/api/messages", data=json.dumps(activity), headers=headers) as answer:
            if answer.status not in (200, 201, 202):
                raise SystemExit(f"a turn was answered {answer.status}: {await answer.text()}")
            await answer.read()

    async def shown(self) -> None:
        """Wait until every card is posted, and known to be."""
        while await self.database.fetchval(WAITING):  # noqa: ASYNC110 - it ends in another process
            await asyncio.sleep(0.005)

    async def cpu(self, url: str) -> float:
        async with self.session.get(f"{url}/cpu") as answer:
            return float(await answer.text())

    async def alone(self, url: str, turns: int) -> float:
        before = await self.cpu(url)
        for _ in range(turns):
            await self.turn(url, self.people.pop())
            await self.shown()
        return 1000 * (await self.cpu(url) - before) / turns

    async def crowd(self, url: str, turns: int) -> tuple[float, float]:
        """Milliseconds of CPU for a turn, and answered turns a second."""
        waiting = [self.people.pop() for _ in range(turns)]

        async def client() -> None:
            while waiting:
                await self.turn(url, waiting.pop())

        before, began = await self.cpu(url), time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        took = time.perf_counter() - began
        await self.shown()
        return 1000 * (await self.cpu(url) - before) / turns, turns / took


async def main(rounds: int) -> None:
    pythons = {name: python_of(peer) for name, peer in PEERS.items()}
    async with AsyncExitStack() as closing:
        here = await closing.enter_async_context(ground(6 * (rounds + 1) * (ONE_BY_ONE + AT_ONCE)))
        outside = await closing.enter_async_context(_outside())
        settings = settings_for(outside, here.bot_url, here.tv_url)
        ours = [sys.executable, "-m", "tests.benchmarks.intake", "serve"]
        urls = {OURS: await closing.enter_async_context(served(ours, settings))}
        for name, peer in PEERS.items():
            command = [str(pythons[name]), "-m", f"tests.benchmarks.peers.{peer}_echo"]
            urls[name] = await closing.enter_async_context(served(command, settings))
        await asyncio.sleep(2)  # keys are there and first looks are over
        session = await closing.enter_async_context(aiohttp.ClientSession())
        database, tv = await asyncpg.connect(here.bot_url), await asyncpg.connect(here.tv_url)
        closing.push_async_callback(database.close)
        closing.push_async_callback(tv.close)
        people = [row["email"] for row in await tv.fetch(LINKED)]
        report(await measured(Course(outside, session, database, people), urls, rounds))


async def measured(course: Course, urls: Mapping[str, str], rounds: int) -> dict[str, Figures]:
    """Every server in each round, in another order each time; one round before warms them up."""
    figures: dict[str, Figures] = {}
    names = list(urls)
    for number in range(rounds + 1):
        for name in (*names[number % len(names) :], *names[: number % len(names)]):
            of = figures.setdefault(name, Figures()) if number else Figures()
            of.alone.append(await course.alone(urls[name], ONE_BY_ONE))
            cpu, rate = await course.crowd(urls[name], AT_ONCE)
            of.crowded.append(cpu)
            of.rate.append(rate)
    asked = len(names) * (rounds + 1) * (ONE_BY_ONE + AT_ONCE)
    answered = len({message.root for message in course.outside.channel.from_bot})
    if answered != asked or course.outside.channel.faults:
        raise SystemExit(f"{asked} turns, {answered} answered in their threads: {course.outside.channel.faults[:3]}")
    return figures


def report(figures: Mapping[str, Figures]) -> None:
    ours = figures[OURS]
    title = f"{'medians (quartiles)':26}{'CPU ms, alone':>22}{f'CPU ms, {CLIENTS} at once':>24}{'turns a second':>24}"
    print(title)
    for name, of in figures.items():
        print(f"{name:26}{_spread(of.alone):>22}{_spread(of.crowded):>24}{_spread(of.rate):>24}")
    for name in PEERS:
        theirs = figures[name]
        alone, crowded, rate = (
            statistics.median(mine / other for mine, other in zip(of, others, strict=True))
            for of, others in (
                (ours.alone, theirs.alone),
                (ours.crowded, theirs.crowded),
                (ours.rate, theirs.rate),
            )
        )
        print(f"ours to {name}: CPU {alone:.2f} alone, {crowded:.2f} at once; {rate:.2f} times as many a second")


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return f"{values[0]:.1f}"
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


@asynccontextmanager
async def _outside() -> AsyncIterator[Outside]:
    """The practice world, and the one document more that MSAL asks the login service for."""
    outside = Outside()

    async def discovered(_: web.Request) -> web.Response:
        login = f"https://login.microsoftonline.com/{TENANT_ID}"
        endpoints = {name: f"{login}/oauth2/v2.0/{name}" for name in ("authorize", "token")}
        named = {"authorization_endpoint": endpoints["authorize"], "token_endpoint": endpoints["token"]}
        return web.json_response({**named, "issuer": f"{login}/v2.0"})

    outside.app.router.add_get("/login/{tenant}/v2.0/.well-known/openid-configuration", discovered)
    async with outside:
        yield outside


@asynccontextmanager
async def served(command: Sequence[str], settings: Mapping[str, str]) -> AsyncIterator[str]:
    """A server in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**kept, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.terminate()
        await process.wait()


async def serve() -> None:
    """Serve the bot as it is, but for the pace, and tell the CPU time of this process."""
    channel.LIMITS = dict.fromkeys(channel.Share, (channel.Limit(1, 100_000),))
    logs.set_up()
    app = alone(read_settings(os.environ))
    await serve_with_cpu(app)


if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else "10"
    asyncio.run(serve() if word == "serve" else main(int(word)))
