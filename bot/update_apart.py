"""The update in a process of its own: what it needs for the moment, at its worst, does not stay in the bot."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from bot.settings import RegisterSettings, Settings
from bot.tried import Tried
from handlers.organisations import Came

MOST_SECONDS = 25 * 60.0  # the process itself gives up sooner (adapters/register/update.py): this is for one that hangs
END_SECONDS = 3.0  # from SIGTERM to SIGKILL; what was fetched is away long before


async def update_apart(settings: RegisterSettings, *, seconds: float = MOST_SECONDS) -> Tried:
    """Run `python -m bot register update` and give what came of it; a cancelled call ends the process first.

    A process that crashed, or that had to be ended after `seconds`, counts as STOPPED and says no day.
    """
    began = time.monotonic()
    command = [sys.executable, "-m", "bot", "register", "update", "--json"]
    process = await asyncio.create_subprocess_exec(
        *command,
        env=_environ(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for the bot, which ends this in order
    )
    why = f"it ran over {seconds / 60:.0f} minutes"
    told = b""
    try:
        told, _ = await asyncio.wait_for(process.communicate(), seconds)
        why = f"the process ended with {process.returncode}"
    except TimeoutError:
        pass
    finally:
        await _end(process)
    return _read(told) or Tried(Came.STOPPED, None, time.monotonic() - began, why=(why,))


def _environ(settings: RegisterSettings) -> dict[str, str]:
    """The environment without the bot's secrets: a process that reads files from outside needs none of them."""
    ours = {name.upper() for name in Settings.model_fields}
    given = {name: value for name, value in os.environ.items() if name not in ours}
    given |= {"GIAS_BASE_URL": settings.gias_base_url, "GIAS_DATA_DIR": str(settings.gias_data_dir)}
    return given | ({"ENVIRONMENT": settings.environment} if settings.environment else {})


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _read(told: bytes) -> Tried | None:
    try:
        said: Mapping[str, object] = json.loads(told)
        day = date.fromisoformat(str(said["day"])) if said["day"] else None
        why = tuple(str(each) for each in list(said["why"]))  # type: ignore[call-overload]
        return Tried(Came(str(said["came"])), day, float(str(said["seconds"])), int(str(said["rows"])), why)
    except (ValueError, KeyError, TypeError):
        return None
