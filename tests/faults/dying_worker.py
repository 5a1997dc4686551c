"""A worker that kills itself, with SIGKILL, before or after one named call: `dying_worker BOT_URL TV_URL CALL WHEN`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

from handlers.execute import run_next
from tests.faults.desk import desk

# In the order in which run_next makes them; `turn` is the last commit, which writes how it ended.
CALLS = ("next_approved", "acting", "lock", "unlink", "transaction_id", "fence", "commit", "turn")


class Dying:
    """Any port, with one call that never returns or never begins."""

    def __init__(self, real: Any, call: str, when: str) -> None:
        self._real, self._call, self._when = real, call, when

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._real, name)
        if name in ("turn", "acting"):
            return self._context(name, value)
        return self._deadly(value) if name == self._call else value

    def _deadly(self, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*words: Any) -> Any:
            self._die("before")
            result = await method(*words)
            self._die("after")
            return result

        return call

    def _context(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @asynccontextmanager
        async def context(*words: Any) -> AsyncIterator[Any]:
            mine = name == self._call
            async with method(*words) as inside:
                if mine and name == "acting":
                    self._die(self._when)
                yield Dying(inside, self._call, self._when)
                if mine:
                    self._die("before")
            if mine:
                self._die("after")

        return context

    def _die(self, when: str) -> None:
        if when == self._when:
            os.kill(os.getpid(), signal.SIGKILL)


async def main(bot_url: str, tv_url: str, call: str, when: str) -> None:
    async with desk(bot_url, tv_url) as here:
        ports = here.ports
        book, service = Dying(ports.book, call, when), Dying(ports.service, call, when)
        await run_next(uuid4(), replace(ports, book=book, service=service))
    sys.exit("the worker was to die and did not")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
