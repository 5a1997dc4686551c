"""The bot as a process that serves."""

from __future__ import annotations

import gc

from aiohttp import web

from bot import logs
from bot.app import make_app
from bot.metrics import complained
from bot.settings import Settings

STOP_SECONDS = 5  # for answers on their way, before the application itself ends


def run(settings: Settings) -> None:
    """Answer Teams and do the work, until SIGTERM."""
    logs.set_up(complained)
    web.run_app(
        alone(settings),
        host=settings.host,
        port=settings.port,
        print=None,
        access_log=None,
        shutdown_timeout=STOP_SECONDS,
    )


def alone(settings: Settings) -> web.Application:
    """The application for a process that does nothing else."""
    app = make_app(settings)
    app.on_startup.append(_set_aside)  # runs when everything in its place has been opened
    return app


async def _set_aside(_: web.Application) -> None:
    """Keep what was loaded for good out of every later search for garbage.

    There are some 170,000 objects of ours and the libraries' after the start. Each full search went through them all
    and held up for 0.1 to 0.2 seconds whoever was being answered.
    """
    gc.collect()
    gc.freeze()
