"""The bot as its own process, as operations runs it, but for the settings of the practice world."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from practice.watchdog import dies_with_this_process

ROOT = Path(__file__).parents[1]
READY_WITHIN = 20.0  # seconds
STOP_WITHIN = 1.5  # seconds; Ctrl-C ends everything within two


class BotFailed(Exception):
    """The bot did not start; the message says what it said."""


@asynccontextmanager
async def bot_process(settings: Mapping[str, str], log: Path, root: Path = ROOT) -> AsyncIterator[str]:
    """Serve until the block ends, and give the bot's address once it is ready. Raises BotFailed.

    `root` is the folder with the code to run, when it is not this one's.
    """
    environ = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    environ |= {**settings, "PORT": str(_free_port()), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as words:
        served = await _start(["serve"], environ, words.fileno(), root)
        try:
            url = f"http://127.0.0.1:{environ['PORT']}"
            await _ready(url, served, log)
            yield url
        finally:
            await _stop(served)


async def _start(command: list[str], environ: Mapping[str, str], words: int, root: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *command,
        cwd=root,
        env=dict(environ),
        stdout=words,
        stderr=words,
        start_new_session=True,  # Ctrl-C is for us; the bot stops in its turn
        preexec_fn=dies_with_this_process(signal.SIGTERM),
    )


async def _ready(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    async with httpx.AsyncClient(timeout=2) as client:
        while time.monotonic() < until and process.returncode is None:
            try:
                if (await client.get(f"{url}/readyz")).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)
    raise BotFailed(f"the bot did not become ready: {_last_line(log)}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port() -> int:
    """Any one: with a usual port, two runs that start together would both take the faster one's bot for theirs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
