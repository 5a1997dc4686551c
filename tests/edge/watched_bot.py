"""The bot as a process of its own that tells what held its event loop up: one JSON line each on standard output.

Time on the clock says little on a busy machine, so two other things are measured around every callback: the processor
time of this thread, and whether the thread gave the processor away of its own accord, as one that waits for a socket,
a file or another thread does. When it has ended it tells how many objects it kept out of the searches for garbage.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from asyncio import events
from typing import Any

from bot import serving
from bot.settings import read_settings

CPU_SECONDS = 0.05  # what one callback may compute
WAIT_SECONDS = 0.25  # what one callback may wait for; far below the delays that the test puts on everything outside


def watch() -> None:
    """Measure every callback of every loop of this process."""
    run = events.Handle._run

    def watched(handle: events.Handle) -> None:
        told = _told(handle)
        clock, cpu, gave_way = time.monotonic(), time.thread_time(), _gave_way()
        run(handle)
        cpu, took = time.thread_time() - cpu, time.monotonic() - clock
        waited = took - cpu if _gave_way() > gave_way else 0.0
        if cpu > CPU_SECONDS or waited > WAIT_SECONDS:
            record = {"at": clock, "cpu": round(cpu, 3), "waited": round(waited, 3), "callback": told}
            print(json.dumps(record), flush=True)

    events.Handle._run = watched  # type: ignore[method-assign,assignment]


def _gave_way() -> int:
    who = getattr(resource, "RUSAGE_THREAD", None)  # Linux only; elsewhere processor time alone counts
    return resource.getrusage(who).ru_nvcsw if who is not None else 0


def _told(handle: events.Handle) -> str:
    """What the callback is called: drawing its repr would call into what it holds, before that is complete."""
    callback: Any = getattr(handle, "_callback", None)
    task: Any = getattr(callback, "__self__", None)
    coroutine = task.get_coro() if hasattr(task, "get_coro") else None
    named = coroutine or callback
    return str(getattr(named, "__qualname__", type(named).__qualname__))


if __name__ == "__main__":
    watch()
    serving.run(read_settings(os.environ))
    print(json.dumps({"set aside": gc.get_freeze_count()}), flush=True)
