"""How much memory the whole bot holds with the full register, at first and after many messages.

Run by hand: `python -m tests.benchmarks.memory FOLDER [MESSAGES]`, FOLDER with the four files of one day. The aims:
150 MB resident, and under 1 MB more after an hour at ten times the usual load. What grows in the first hundreds is
what Python and the libraries make once; the line to look at is the difference between the later ones. The bot runs
with this environment's packages and the image's setting of the allocator.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from adapters.register.build import build as build_register
from adapters.register.extracts import EXTRACTS, FULL
from adapters.register.store import file_of
from practice.bot_process import bot_process
from practice.channel import Channel
from practice.outside import AMINA, Outside
from tests.benchmarks.ground import ground
from tests.world import settings_for

LINES = 5  # how often it is told


async def main(folder: Path, messages: int) -> None:
    with tempfile.TemporaryDirectory() as aside:
        register = _register(folder, Path(aside) / "register", datetime.now(UTC).date())
        async with ground() as here, Outside() as outside:
            settings = settings_for(outside, here.bot_url, here.tv_url)
            settings |= {"GIAS_DATA_DIR": str(register), "MALLOC_TRIM_THRESHOLD_": "131072"}
            async with bot_process(settings, Path(aside) / "log") as outside.bot_url:
                await _measure(outside, messages)


def _register(source: Path, folder: Path, day: date) -> Path:
    folder.mkdir()
    files = {extract.stem: next(source.glob(f"{extract.stem}2*.csv")) for extract in EXTRACTS}
    build_register(files, day, file_of(folder, day), bounds=FULL, before={})
    return folder


async def _measure(outside: Outside, messages: int) -> None:
    await asyncio.sleep(5)  # the register is taken up
    print(f"with the register       {await _resident(outside):6.1f} MB")
    for number in range(1, messages + 1):
        delivery = await outside.teams.post(AMINA, f"Can you unlink the One Login of nobody.{number}@example.com?")
        assert delivery.status == httpx.codes.OK, delivery
        if number % max(1, messages // LINES) == 0:
            await outside.channel.until(partial(_cards, number), 600)
            print(f"after {number:6} messages   {await _resident(outside):6.1f} MB")


def _cards(least: int, channel: Channel) -> bool:
    return len(channel.cards) >= least


async def _resident(outside: Outside) -> float:
    async with httpx.AsyncClient() as client:
        told = (await client.get(f"{outside.bot_url}/metrics")).text
    for family in text_string_to_metric_families(told):
        if family.name == "process_resident_memory_bytes":
            return family.samples[0].value / 2**20
    raise SystemExit("The bot tells nothing of its memory: the machine has no /proc.")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500))
