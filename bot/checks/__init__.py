"""What the doctor looks at: everything that the bot needs, with what is wrong about it in a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.migrate import behind
from adapters.bot_database.verify import verify
from adapters.identity import GRAPH_SCOPE, TEAMS_SCOPE
from adapters.register.store import age, freshness, last_good
from bot.audit import anchor_key, anchor_of
from bot.doctor import Check, Outcome, examine
from bot.opening import Opened, opened
from bot.settings import Settings
from bot.words import audit as audit_words
from bot.words import fixes
from bot.words import register as words
from handlers.organisations import Freshness

CONNECTIONS = 3


async def examined(settings: Settings) -> list[Outcome]:
    """What the doctor finds with these settings; everything is opened for it and closed after it."""
    name = "tv-support-bot doctor"
    async with opened(
        settings, name=name, bot_connections=CONNECTIONS, service_connections=CONNECTIONS, limits={}
    ) as here:
        look = _Look(settings, here)
        return await examine(
            [
                Check("bot database: schema", fixes.MIGRATE, lambda: look.bot_database(behind)),
                Check("audit: chain and anchor", fixes.AUDIT, look.audit),
                Check("service database: answers", fixes.SERVICE, look.reachable),
                Check("service database: rights", fixes.RIGHTS, here.service.wrong_rights),
                Check("service database: erasure map", fixes.DRIFT, here.service.drift),
                Check("Entra: token for Graph", fixes.SIGN_IN, lambda: look.token(GRAPH_SCOPE)),
                Check("Entra: token for Teams", fixes.SIGN_IN, lambda: look.token(TEAMS_SCOPE)),
                Check("Graph: developers", fixes.GROUPS, look.developers),
                Check("register: age", fixes.REGISTER, look.register),
            ]
        )


class _Look:
    """The checks that need more than one call; each gives a sentence for each fault."""

    def __init__(self, settings: Settings, here: Opened) -> None:
        self._settings, self._here = settings, here

    async def bot_database(self, look: Callable[[AsyncConnection], Awaitable[str | None]]) -> list[str]:
        async with self._here.bot_engine.connect() as connection:
            fault = await look(connection)
        return [fault] if fault else []

    async def reachable(self) -> list[str]:
        await self._here.service.reachable()
        return []

    async def developers(self) -> list[str]:
        found = await self._here.directory.developers()
        return [] if found else ["the developer group has no members, so nobody can approve"]

    async def register(self) -> list[str]:
        day, _ = await asyncio.to_thread(last_good, self._settings.gias_data_dir)
        old = age(day, datetime.now(UTC)) if day else None
        return [] if freshness(old) is Freshness.FINE else [words.standing(freshness(old), day, old)]

    async def token(self, scope: str) -> list[str]:
        await self._here.identity.token(scope)
        return []

    async def audit(self) -> list[str]:
        settings, here = self._settings, self._here
        anchor = anchor_of(settings, here.client)
        verdict = await verify(here.bot_engine, anchor, anchor_key(settings), datetime.now(UTC))
        missing = settings.production and settings.audit_anchor is None
        told = [] if verdict.good else audit_words.verified(verdict)
        return [*told, *([audit_words.NOT_IN_PRODUCTION] if missing else [])]
