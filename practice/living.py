"""The whole practice world in motion: databases, outside, page and bot; what earlier runs left is there again."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from practice.bot_process import bot_process
from practice.door import Door, door_to
from practice.keeping import Keeping, read
from practice.outside import Outside
from practice.page.breaking import Breaking
from practice.page.happened import Happened
from practice.page.site import Site
from practice.storage import Storage, move_home, open_storage

USUAL_PORT: Final = 8079
THREAD: Final = "thread.json"
REGISTER: Final = "register"


@dataclass(frozen=True)
class Living:
    """What runs: `page_url` is for people, `bot_url` for Teams."""

    outside: Outside
    storage: Storage
    door: Door
    page_url: str
    bot_url: str
    log: Path


@asynccontextmanager
async def living(
    folder: Path, environ: Mapping[str, str], *, fresh: bool, port: int = USUAL_PORT
) -> AsyncIterator[Living]:
    """Start everything and stop it at the end. Raises PostgresUnavailable, BotFailed, OSError.

    The thread and the bot database live and die together: without one the other begins anew.
    """
    async with AsyncExitStack() as stack:
        thread = folder / THREAD
        anew = fresh or read(thread) is None
        storage = await stack.enter_async_context(open_storage(folder, environ, fresh=fresh, thread_gone=anew))
        door, service_url = await stack.enter_async_context(door_to(storage.service_url))
        outside = Outside(port=port, or_any_port=True)
        keeping = Keeping(thread, outside)
        if anew:
            thread.unlink(missing_ok=True)
        if fresh:
            shutil.rmtree(folder / REGISTER, ignore_errors=True)
        keeping.restore()
        happened = Happened(storage.owner_bot_url, storage.owner_service_url, keeping.pages.setdefault("before", {}))
        site = Site(outside, Breaking(outside, door), happened)
        outside.app.add_routes(site.routes())
        await stack.enter_async_context(outside)
        # Where an earlier run had another port, what it left is answered here from now on.
        await move_home(storage.owner_bot_url, outside.service_url)
        settings = {
            **outside.settings(),
            "ENVIRONMENT": "practice",
            "DATABASE_URL": storage.bot_url,
            "TV_DATABASE_URL": service_url,
            "SECRET_KEY": "only for practice, where nothing is secret",
            "GIAS_DATA_DIR": str(folder / REGISTER),
        }
        for work in (keeping.keep(), site.follow()):
            stack.push_async_callback(_ended, asyncio.create_task(work))
        log = folder / "bot.log"
        outside.bot_url = await stack.enter_async_context(bot_process(settings, log))
        yield Living(outside, storage, door, f"{outside.url}/", outside.bot_url, log)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
