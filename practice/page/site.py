"""The page's routes: its files, the stream of each window, and what people do in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import asyncpg
from aiohttp import web

from practice.outside import BOT_NAME, Outside
from practice.page.actions import message_actions
from practice.page.breaking import Breaking, choices
from practice.page.calls import calls
from practice.page.doing import Doing
from practice.page.examples import examples
from practice.page.guard import guarded
from practice.page.happened import Happened
from practice.page.people import people, person
from practice.page.view import message_view
from practice.page.windows import Parts, stream

MOST_THREADS: Final = 40
"""Older ones stay in the channel and are not drawn, as Teams does until one scrolls."""
HERE: Final = Path(__file__).parent
STATIC, MODULES = HERE / "static", HERE / "node_modules"
LIBRARIES: Final = {
    "adaptivecards.js": MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js",
    "markdown-it.js": MODULES / "markdown-it" / "dist" / "markdown-it.min.js",
}


class Site:
    """The practice channel as a person sees it."""

    def __init__(self, outside: Outside, breaking: Breaking, happened: Happened) -> None:
        self._outside, self._breaking, self._happened = outside, breaking, happened
        self._doing = Doing(outside, breaking)
        self.actions = message_actions()

    def routes(self) -> list[web.RouteDef]:
        """Give the routes; add them before the outside starts."""
        return [
            web.get("/", guarded(_index)),
            web.get("/page/lib/{name}", guarded(_library)),
            web.get("/page/{name}", guarded(_file)),
            web.get("/stream", guarded(self._stream)),
            web.get("/happened/{root}", guarded(self._what_happened)),
            web.get("/examples", guarded(self._examples)),
            web.get("/figures", guarded(self._figures)),
            web.post("/do/{name}", guarded(self._doing.handle)),
        ]

    async def follow(self) -> None:
        """Look at each new card's person at once, so that "before" is before; until cancelled."""
        changes, seen = self._outside.changes, set[str]()
        while True:
            rings = changes.rings
            for card in self._outside.channel.cards:
                if card.id not in seen:
                    seen.add(card.id)
                    with suppress(OSError, asyncpg.PostgresError):
                        await self._happened.look(self._outside.channel.conversation(card.root))
            await changes.wait(rings, 60)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        try:
            viewer = person(request.query.get("as", ""))
        except KeyError:
            raise web.HTTPNotFound from None
        channel = self._outside.channel

        def parts() -> Parts:
            shown = set(sorted(channel.threads, key=int)[-MOST_THREADS:])
            messages: Parts = {
                f"message/{each.id}": message_view(channel, each, viewer)
                for each in channel.messages
                if each.root in shown
            }
            people_now, broken = people(self._outside.directory), self._breaking.state()
            return {"people": people_now, "broken": broken, "calls": calls(self._outside), **messages}

        return await stream(request, self._outside.changes, parts)

    async def _what_happened(self, request: web.Request) -> web.Response:
        root = request.match_info["root"]
        if not self._outside.channel.has_thread(root):
            raise web.HTTPNotFound
        return web.json_response(await self._happened.look(self._outside.channel.conversation(root)))

    async def _figures(self, _: web.Request) -> web.Response:
        return web.json_response(await self._happened.figures())

    async def _examples(self, _: web.Request) -> web.Response:
        found = await examples(self._happened.service_url)
        return web.json_response({"examples": found, "choices": choices(), "bot": BOT_NAME, "actions": self.actions})


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html")


async def _file(request: web.Request) -> web.StreamResponse:
    found = {path.name: path for path in STATIC.iterdir()}.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return web.FileResponse(found)


async def _library(request: web.Request) -> web.StreamResponse:
    found = LIBRARIES.get(request.match_info["name"])
    if found is None or not found.exists():
        raise web.HTTPNotFound
    return web.FileResponse(found)
