"""The sample of practice/register/ as a register of today, built once by each process that runs tests."""

from __future__ import annotations

import asyncio
import atexit
import shutil
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import httpx

from adapters.register.build import build
from adapters.register.extracts import SMALL
from adapters.register.store import LONDON, file_of
from practice.register_server import sample
from tests.register.files import write


def today() -> date:
    return datetime.now(UTC).astimezone(LONDON).date()


@lru_cache(maxsize=1)
def sample_folder() -> Path:
    """A folder with that register, for all who only read."""
    folder = Path(mkdtemp(prefix="register-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    put_sample(folder, today())
    return folder


def put_sample(folder: Path, day: date) -> None:
    """The same as the register of any day."""
    with TemporaryDirectory() as aside:
        build(write(sample(), Path(aside)), day, file_of(folder, day), bounds=SMALL, before={})


async def taken_up(bot_url: str, words: str = "ok") -> None:
    """Wait until a running bot says this of its register: it takes it up right after its start."""
    async with asyncio.timeout(30), httpx.AsyncClient(base_url=bot_url, timeout=10) as client:
        while True:
            if (await client.get("/readyz")).json()["checks"]["register"].startswith(words):
                return
            await asyncio.sleep(0.02)
