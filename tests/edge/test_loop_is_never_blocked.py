"""While the bot serves, no callback computes for long and none waits for anything: it would hold everybody up."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from practice import faults
from practice.outside import AMINA, BEN, DANA, Outside
from practice.postgres import Server
from tests.conftest import fresh_databases
from tests.edge.watched_bot import WAIT_SECONDS
from tests.world import CHECKED, World, settings_for

ROOT = Path(__file__).parents[2]
SLOW = faults.late_reply(2 * WAIT_SECONDS)
TRIES = 3
LOADED_FOR_GOOD = 100_000  # objects; a search for garbage among so many is itself too long


@asynccontextmanager
async def watched_world(people: dict[str, str], urls: tuple[str, str], log: Path) -> AsyncIterator[World]:
    """The world with the bot in a process that writes what held its loop up into the log."""
    async with Outside() as outside:
        settings = settings_for(outside, *urls)
        port = _free_port()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
        with log.open("wb") as told:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.edge.watched_bot",
                cwd=ROOT,
                env={**kept, **settings, "PORT": str(port)},
                stdout=told,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                url = outside.bot_url = f"http://127.0.0.1:{port}"
                await _ready(url)
                yield World(outside, people, url, *urls, settings)
            finally:
                process.send_signal(signal.SIGTERM)
                await asyncio.wait_for(process.wait(), 20)
        assert outside.channel.faults == []


async def _ready(url: str) -> None:
    async with asyncio.timeout(30), httpx.AsyncClient(timeout=10) as client:
        while True:
            try:
                if (await client.get(f"{url}/readyz")).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def play(world: World) -> None:
    """The whole story, with every way in and every service answering slowly."""
    await world.say("morning! what can you do?", BEN)
    message = await world.request("linked")
    await world.press(AMINA, message, "Change details", current_email="brand.new@example.com", ticket="Z-1")
    message = await world.card("Unlinking will not help")
    await world.press(AMINA, message, "Ask a developer", **CHECKED)
    message = await world.card("Waiting for a developer to approve")
    refused = await world.press(DANA, message, "Approve")
    assert "s189 TV production PIM" in str(refused.text)
    for service in ("connector", "graph"):
        world.outside.faults.always(service, SLOW)
    world.outside.login.rotate()
    world.outside.login.revoke()
    world.outside.faults.queue("login", SLOW, times=2)
    world.outside.faults.queue("openid", SLOW, times=2)
    await world.approved(message)
    await world.press(DANA, message, "Approve") if await _waits(world) else None
    await world.outside.channel.until(lambda c: [m for m in c.cards if "no longer linked" in str(m.card)], 30)
    await world.outside.channel.until(lambda c: [m for m in c.from_bot if "is done" in m.text], 30)


async def _waits(world: World) -> bool:
    """Whether the first Approve met Graph's refusal of the revoked token, which the person is told to try again."""
    [row] = await world.bot_rows("SELECT state FROM requests")
    return bool(row["state"] == "awaiting_approval")


@pytest.mark.long
async def test_the_whole_story_never_holds_the_loop_up(
    templates: tuple[Server, dict[str, str]], tmp_path: Path
) -> None:
    """What our code does it does every time; what the machine does meanwhile meets now this callback, now that."""
    server, people = templates
    always: set[str] | None = None
    for attempt in range(TRIES):
        log = tmp_path / f"told {attempt}"
        async with fresh_databases(server) as urls, watched_world(people, urls, log) as world:
            serving = time.monotonic()
            await play(world)
            ended = time.monotonic()
        assert told(log)[-1]["set aside"] > LOADED_FOR_GOOD
        held = held_up(log, serving, ended)
        names = {each["callback"] for each in held}
        always = names if always is None else always & names
        if not always:
            return
    pytest.fail(f"held up in each of {TRIES} runs: {always}; in the last one: {held}")


def held_up(log: Path, since: float, until: float) -> list[dict[str, Any]]:
    """What held the loop up between two moments of the machine's one monotonic clock."""
    return [each for each in told(log) if since <= each.get("at", 0) <= until]


def told(log: Path) -> list[dict[str, Any]]:
    """Each line that the bot's process wrote."""
    return [json.loads(line) for line in log.read_text().splitlines()]


BUSY = "end = time.thread_time() + 0.1\n    while time.thread_time() < end: pass"
WAITING = "time.sleep(0.4)"
PROGRAM = """
import asyncio, time
from tests.edge.watched_bot import watch

async def main():
    {}

watch()
asyncio.run(main())
"""


@pytest.mark.parametrize(("code", "seen"), [(BUSY, "cpu"), (WAITING, "waited"), ("pass", "")])
async def test_the_watch_itself_sees_what_it_is_to_see(code: str, seen: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM.format(code), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    told = [json.loads(line) for line in out.splitlines()]
    assert [each[seen] > 0 for each in told] == ([True] if seen else [])
