"""Whether the bot lives and whether it is ready, each check with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType

import asyncpg
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.revision import behind
from adapters.service_database.service import PostgresService
from bot.signing_keys import SigningKeys
from handlers.errors import ServiceDatabaseUnavailable
from handlers.ports import Book

OK = "ok"
NO_ANCHOR = "not set: AUDIT_ANCHOR"
UNKNOWN = "not known: the bot database cannot be used"


class Health:
    """The checks behind /readyz: the service database, a pause and what else is told; intake goes on without them.

    `told` are checks by name that say in words how something does: the register, the audit's anchor. A register that
    is missing or too old takes one kind of request away. A replica that called itself unready for it would be sent no
    messages at all, and with the host of the register down that would be every replica.
    """

    def __init__(
        self,
        bot_engine: AsyncEngine,
        book: Book,
        service: PostgresService,
        keys: SigningKeys,
        told: Mapping[str, Callable[[], str]] = MappingProxyType({}),
    ) -> None:
        self._bot_engine = bot_engine
        self._book = book
        self._service = service
        self._keys = keys
        self._told = told

    async def report(self) -> tuple[bool, dict[str, str]]:
        bot, service = await asyncio.gather(self._bot_database(), self._service_database())
        keys = OK if self._keys.ready else "no signing keys yet: OPENID_METADATA_URL does not answer"
        actions = await self._actions() if bot == OK else UNKNOWN
        checks = {"bot_database": bot, "service_database": service, "signing_keys": keys, "actions": actions}
        checks |= {name: say() for name, say in self._told.items()}
        return bot == OK and keys == OK, checks

    async def _bot_database(self) -> str:
        try:
            async with self._bot_engine.connect() as connection:
                await connection.execute(text("SELECT 1 FROM audit_head"))
                old = await behind(connection)
        except (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError) as error:
            return f"cannot be used: {type(error).__name__}"
        return f"{old}: run migrate" if old else OK

    async def _actions(self) -> str:
        try:
            pause = await self._book.pause()
        except (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError):
            return UNKNOWN
        return f"paused since {pause.since:%Y-%m-%dT%H:%M:%SZ}" if pause else OK

    async def _service_database(self) -> str:
        try:
            await self._service.reachable()
        except ServiceDatabaseUnavailable as error:
            return f"cannot be asked: {error}"
        return OK


def route_health(app: web.Application, health: Health) -> None:
    async def livez(_: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def readyz(_: web.Request) -> web.Response:
        ready, checks = await health.report()
        return web.json_response({"ready": ready, "checks": checks}, status=200 if ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
