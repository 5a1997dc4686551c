"""What both peers need to live on this machine alone: a server that tells its CPU time, and a login service at hand."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import requests
from aiohttp import web

LOGIN = "https://login.microsoftonline.com"


def ask_the_login_here() -> None:
    """Send what goes to Entra's login to LOGIN_BASE_URL instead.

    MSAL takes https only, and no other host without asking Entra about it; so the address is changed where requests
    sends it, and all that MSAL does stays as it is.
    """
    send = requests.Session.request

    def request(self: requests.Session, method: str, url: str, *words: Any, **options: Any) -> requests.Response:
        return send(self, method, url.replace(LOGIN, os.environ["LOGIN_BASE_URL"], 1), *words, **options)

    requests.Session.request = request  # type: ignore[assignment,method-assign]


def serve(app: web.Application) -> None:
    """Serve until the end, as the bot is served: no access log, and the port as the first line of what it says."""
    asyncio.run(_serve(app))


async def _serve(app: web.Application) -> None:
    async def cpu(_: web.Request) -> web.Response:
        return web.Response(text=str(time.process_time()))

    app.router.add_get("/cpu", cpu)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()
