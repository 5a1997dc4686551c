"""The loops that do due work: no fault ends one, NOTIFY wakes them, and they stop in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest

from adapters.bot_database.waking import WORK
from adapters.postgres import connect
from bot import worker as module
from bot.worker import Connect, Step, Worker
from practice.outside import AMINA, DANA, ELIF
from tests.world import CHECKED, World

CHANNEL = "test_work"


@dataclass
class Steps:
    """Counts its runs, and lets a test wait for the next one."""

    work: int = 0
    runs: int = 0
    faults: int = 0
    ran: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> bool:
        self.runs += 1
        self.ran.set()
        self.ran = asyncio.Event()
        if self.faults:
            self.faults -= 1
            raise ValueError("canary")
        self.work = max(self.work - 1, -1)
        return self.work >= 0

    async def until(self, runs: int, within: float = 5.0) -> None:
        async with asyncio.timeout(within):
            while self.runs < runs:
                await self.ran.wait()


async def nowhere() -> asyncpg.Connection:
    raise ConnectionRefusedError


@asynccontextmanager
async def working(
    steps: dict[str, Step], connection: Connect = nowhere, channel: str = CHANNEL
) -> AsyncIterator[Worker]:
    worker = Worker(steps, connection, channel)
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop(5)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks by himself: what runs a step now is somebody who woke it."""
    monkeypatch.setattr(module, "PAUSE", 3600)


async def test_a_step_that_finds_work_runs_again_at_once() -> None:
    step = Steps(work=50)
    async with working({"step": step}):
        await step.until(51, within=0.5)


async def test_a_step_without_work_looks_again_every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.PAUSE == 1
    monkeypatch.setattr(module, "PAUSE", 0.05)
    step = Steps()
    async with working({"step": step}):
        await step.until(3)


async def test_a_failing_step_does_not_end_its_loop_nor_fill_the_log_with_what_it_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "FAULT_PAUSE", 0.01)
    step = Steps(faults=3, work=2)
    async with working({"step": step}):
        await step.until(5)
    words = capsys.readouterr()
    assert "canary" not in words.out + words.err


async def test_after_a_fault_a_step_takes_a_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.FAULT_PAUSE >= 1
    monkeypatch.setattr(module, "FAULT_PAUSE", 0.2)
    step = Steps(faults=2)
    started = time.monotonic()
    async with working({"step": step}):
        await step.until(3)
    assert time.monotonic() - started > 0.35


@pytest.mark.usefixtures("patient")
async def test_a_slow_step_delays_no_other() -> None:
    gate, quick = asyncio.Event(), Steps(work=5)

    async def slow() -> bool:
        await gate.wait()
        return False

    async with working({"slow": slow, "quick": quick}):
        await quick.until(6)
        gate.set()


@pytest.mark.usefixtures("patient")
async def test_wake_runs_every_step_once_more() -> None:
    one, two = Steps(), Steps()
    async with working({"one": one, "two": two}) as worker:
        await one.until(1)
        await two.until(1)
        await asyncio.sleep(0)
        worker.wake()
        await one.until(2)
        await two.until(2)


@pytest.mark.usefixtures("patient")
async def test_stopping_lets_a_running_step_finish() -> None:
    finished = []

    async def step() -> bool:
        await asyncio.sleep(0.2)
        finished.append(True)
        return True

    async with working({"step": step}):
        await asyncio.sleep(0.05)
    assert finished == [True]


async def test_stopping_cuts_a_step_off_that_takes_too_long() -> None:
    cut = []

    async def step() -> bool:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cut.append(True)
            raise
        return True

    worker = Worker({"step": step}, nowhere, CHANNEL)
    worker.start()
    await asyncio.sleep(0.05)
    async with asyncio.timeout(10):  # the step alone would go on for ever
        await worker.stop(0.2)
    assert cut == [True]


@pytest.mark.usefixtures("patient")
async def test_stopping_is_quick_when_nothing_runs() -> None:
    step = Steps()
    worker = Worker({"step": step}, nowhere, CHANNEL)
    worker.start()
    await step.until(1)
    async with asyncio.timeout(10):
        await worker.stop(600)


def to(url: str, name: str = "listener") -> Callable[[], Any]:
    return lambda: connect(url, name=name, encrypted=False)


async def notified(url: str, channel: str = CHANNEL, words: str = "") -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("SELECT pg_notify($1, $2)", channel, words)
    await connection.close()


@pytest.mark.usefixtures("patient")
async def test_notify_wakes_it(databases: tuple[str, str]) -> None:
    step = Steps()
    async with working({"step": step}, to(databases[0])):
        await step.until(2)  # by itself, and once more because it listens from now on
        await notified(databases[0], "another channel")
        await notified(databases[0])
        await step.until(3)
        await asyncio.sleep(0.1)
        assert step.runs == 3


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("words", "woken"),
    [
        ("cards", {"cards"}),
        ("cards notices", {"cards", "notices"}),
        ("", {"cards", "notices", "looks"}),  # what the version before says
        ("cards dreams", {"cards", "notices", "looks"}),  # of a version to come
    ],
)
async def test_notify_wakes_whom_it_names(databases: tuple[str, str], words: str, woken: set[str]) -> None:
    steps = {name: Steps() for name in ("cards", "notices", "looks")}
    async with working({**steps}, to(databases[0])):
        for step in steps.values():
            await step.until(2)
        await notified(databases[0], words=words)
        for name in woken:
            await steps[name].until(3)
        await asyncio.sleep(0.1)
        assert {name for name, step in steps.items() if step.runs > 2} == woken


async def test_what_happens_wakes_those_whom_it_concerns(world: World) -> None:
    said: list[str] = []
    listener = await asyncpg.connect(world.database_url)
    await listener.add_listener(WORK, lambda *told: said.append(told[-1]))

    async def heard(step: Awaitable[object]) -> set[str]:
        said.clear()
        await step
        await listener.execute("SELECT")
        return set(" ".join(said).split())

    message = await world.request("linked")
    assert await heard(world.press(AMINA, message, "Ask a developer", **CHECKED)) == {"cards", "notices"}
    assert "execute" in await heard(world.approved(message))
    assert "execute" not in await heard(world.say("pause", DANA))
    world.outside.directory.activate(ELIF)
    assert await heard(world.say("resume", ELIF)) >= {"execute", "cards"}
    await listener.close()


@pytest.mark.usefixtures("patient")
async def test_a_listener_that_was_cut_off_listens_again(
    databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECONNECT_PAUSE", 0.05)
    step = Steps()
    async with working({"step": step}, to(databases[0], "to be cut off")):
        await step.until(2)
        connection = await asyncpg.connect(databases[0])
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to be cut off'"
        )
        await connection.close()
        await step.until(3)  # what was said meanwhile was not heard, so it looks
        await notified(databases[0])
        await step.until(4)


@pytest.mark.usefixtures("patient")
async def test_a_database_that_is_down_is_tried_until_it_is_up(
    databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECONNECT_PAUSE", 0.02)
    tries, step = [], Steps()

    async def third_time_lucky() -> asyncpg.Connection:
        tries.append(True)
        if len(tries) < 3:
            raise ConnectionRefusedError
        return await connect(databases[0], name="listener", encrypted=False)

    async with working({"step": step}, third_time_lucky):
        await step.until(2)
        assert len(tries) == 3


@pytest.mark.usefixtures("patient")
async def test_a_connection_lost_while_it_begins_to_listen_is_made_again(
    databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECONNECT_PAUSE", 0.02)
    tries, step = [], Steps()

    async def dead_at_first() -> asyncpg.Connection:
        connection = await connect(databases[0], name="listener", encrypted=False)
        tries.append(True)
        if len(tries) == 1:
            await connection.close()
        return connection

    async with working({"step": step}, dead_at_first):
        await step.until(2)
        assert len(tries) == 2
