"""What stands behind an anchor's address in the tests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from adapters.anchor.web import AnchorAddress
from adapters.web import make_client


@dataclass
class Keeper:
    """It takes lines and gives them back, or answers as it is told to."""

    lines: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        self.calls.append(request.method)
        status = self.answers.pop(0) if self.answers else 200
        if status != 200:
            return web.Response(status=status, headers=self.headers)
        if request.method == "POST":
            assert request.content_type == "application/json"
            self.lines.append(json.dumps(await request.json()))
            return web.Response(status=201)
        return web.Response(text="\n".join(self.lines)) if self.lines else web.Response(status=404)


@asynccontextmanager
async def keeping(keeper: Keeper) -> AsyncIterator[AnchorAddress]:
    app = web.Application()
    app.router.add_route("*", "/lines", keeper.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with make_client(5.0) as client:
            yield AnchorAddress(client, f"http://127.0.0.1:{runner.addresses[0][1]}/lines")
    finally:
        await runner.cleanup()
