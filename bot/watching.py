"""What the bot looks at by itself, so that somebody can be told: its figures every 15 seconds, the audit once a day."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.contextvars import bind_contextvars

from adapters.bot_database.gauges import Gauges, read_gauges
from adapters.bot_database.verify import Verdict
from bot.metrics import (
    AUDIT_VERIFIED,
    AUDIT_WHOLE,
    FIGURES_READ,
    LATEST,
    OLDEST,
    PAUSED,
    QUEUES,
    REQUESTS,
    STEP_ERRORS,
    WAITING,
)
from handlers.ports import Clock
from handlers.states import OPEN

FIGURES_EVERY = 15.0  # seconds, as often as Prometheus usually comes
VERIFY_FIRST = 120.0  # seconds after the start, and up to as much again: replicas do not all read at once
VERIFY_EVERY = 24 * 3600.0
MOST_TOLD = 10  # findings in a line of the log
VERIFY_AGAIN = 3600.0  # when it could not be read

log = structlog.get_logger()


class Watching:
    """Two loops beside the worker's; neither changes anything."""

    def __init__(self, engine: AsyncEngine, verify: Callable[[], Awaitable[Verdict]], clock: Clock) -> None:
        self._engine, self._verify, self._clock = engine, verify, clock

    async def figures(self) -> None:
        """Keep the gauges of the bot database up to date, until cancelled; /metrics itself asks nobody."""
        bind_contextvars(step="figures")
        while True:
            await self.read_figures()
            await asyncio.sleep(FIGURES_EVERY)

    async def read_figures(self) -> None:
        """Once; what cannot be read is shown as not known, never as it was."""
        now = self._clock()
        try:
            show(await read_gauges(self._engine, now))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            log.warning("figures_not_read", why=type(error).__name__)
            show(None)
        else:
            FIGURES_READ.set(now.timestamp())

    async def audit(self) -> None:
        """Verify the audit once a day, until cancelled. Each replica does: what one of them hides the other tells."""
        bind_contextvars(step="verify")
        await asyncio.sleep(VERIFY_FIRST * random.uniform(1, 2))  # noqa: S311 - no secret
        while True:
            pause = VERIFY_EVERY if await self.verify_once() else VERIFY_AGAIN
            await asyncio.sleep(pause)

    async def verify_once(self) -> bool:
        """Whether the audit could be read; what came of it is in the log and in the metrics."""
        try:
            verdict = await self._verify()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must be told and tried again
            log.error("audit_not_verified", why=type(error).__name__)
            AUDIT_WHOLE.set(math.nan)
            STEP_ERRORS.labels(step="verify").inc()
            return False
        AUDIT_WHOLE.set(verdict.good)
        AUDIT_VERIFIED.set(self._clock().timestamp())
        if verdict.good:
            log.info("audit_verified", records=verdict.count)
        else:
            why = [*([verdict.fault.what] if verdict.fault else []), *(doubt.what for doubt in verdict.doubts)]
            log.error("audit_not_whole", why=why[:MOST_TOLD], records=verdict.count)
        return True


def show(gauges: Gauges | None) -> None:
    """Set what waits; None when it is not known."""
    nothing = (math.nan, math.nan) if gauges is None else (0, 0.0)
    for state in OPEN:
        number, oldest = gauges.requests.get(state, nothing) if gauges else nothing
        REQUESTS.labels(state=state).set(number)
        OLDEST.labels(state=state).set(oldest)
    for queue in QUEUES:
        number, latest = gauges.waiting.get(queue, nothing) if gauges else nothing
        WAITING.labels(queue=queue).set(number)
        LATEST.labels(queue=queue).set(latest)
    PAUSED.set(math.nan if gauges is None else gauges.paused)
