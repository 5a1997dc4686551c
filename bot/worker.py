"""The loops that do due work: woken by the bot database, else every second; stopped between two steps.

A wake names the loops that it is for: waking all would be eleven looks for each message and click.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import asyncpg
import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars

from bot.metrics import STEP_ERRORS, STEPS, listed

PAUSE = 1.0  # seconds between two looks when nobody woke us
FAULT_PAUSE = 1.0
RECONNECT_PAUSE = 2.0

Step = Callable[[], Awaitable[bool]]
Connect = Callable[[], Awaitable[asyncpg.Connection]]

log = structlog.get_logger()


class Worker:
    """Runs each step again and again while it finds work; one loop each, so that a slow one delays no other."""

    def __init__(self, steps: Mapping[str, Step], connect: Connect, channel: str) -> None:
        self._steps = steps
        self._connect = connect
        self._channel = channel
        self._wakes = {name: asyncio.Event() for name in steps}
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._loop(name, step), name=name) for name, step in self._steps.items()]
        self._tasks.append(asyncio.create_task(self._listen(), name="listen"))

    async def stop(self, within: float) -> None:
        """End after the steps that are running; after `within` seconds cut them off (the fence makes that safe)."""
        self._stopping.set()
        self.wake()
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def wake(self, words: str = "") -> None:
        """Wake the loops that are named, or all: another version may know others, and names none or one of those."""
        named = words.split()
        for name in named if named and self._wakes.keys() >= set(named) else self._wakes:
            self._wakes[name].set()

    async def _loop(self, name: str, step: Step) -> None:
        event = self._wakes[name]
        while not self._stopping.is_set():
            event.clear()
            clear_contextvars()
            bind_contextvars(step=name)
            try:
                busy = await step()
            except Exception as error:  # noqa: BLE001 - one fault must not end the loop; it is logged and tried again
                log.error("step_failed", why=type(error).__name__)
                STEP_ERRORS.labels(step=listed(name, STEPS)).inc()
                await self._pause(self._stopping, FAULT_PAUSE)
                continue
            if not busy:
                await self._pause(event, PAUSE)

    async def _listen(self) -> None:
        """Hold one connection that hears NOTIFY; without it the loops still look every second."""
        while not self._stopping.is_set():
            try:
                await self._hear()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("not_listening", why=type(error).__name__)
            await self._pause(self._stopping, RECONNECT_PAUSE)

    async def _hear(self) -> None:
        """Wake the loops at each NOTIFY until the connection is lost or we stop."""
        lost = asyncio.Event()
        connection = await self._connect()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(self._channel, lambda *told: self.wake(told[-1]))
            self.wake()
            await _first(lost, self._stopping)
        finally:
            connection.terminate()

    @staticmethod
    async def _pause(event: asyncio.Event, seconds: float) -> None:
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return


async def _first(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
