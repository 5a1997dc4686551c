"""The doctor's checks of both databases: that they answer, their schema, what the bot may do there, the audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database import rights, sound
from adapters.bot_database.revision import UNREADABLE, behind
from adapters.bot_database.verify import verify
from bot.audit import anchor_key, anchor_of
from bot.doctor import Check, Note
from bot.opening import Opened
from bot.settings import Settings
from bot.words import audit as audit_words
from bot.words import doctor as words
from bot.words import fixes

OLDEST = 140000  # server_version_num; pg_xact_status and what the fence needs as an unprivileged role
READABLE = ("bot database: answers", "bot database: schema", "bot database: rights")
"""What has to be right before anything can be read in the bot database."""
SERVICE = ("service database: answers",)


class TooEarly(Exception):
    """There is nothing to compare with yet; the check that comes first says why."""


class Databases:
    """What can be wrong with the two databases."""

    def __init__(self, settings: Settings, here: Opened) -> None:
        self._settings, self._here = settings, here

    def checks(self) -> list[Check]:
        service = self._here.service
        return [
            Check("bot database: answers", fixes.BOT_DATABASE, lambda: self._in_bot_database(_version)),
            Check("bot database: schema", fixes.MIGRATE, lambda: self._in_bot_database(_schema), READABLE[:1]),
            Check("bot database: tables", fixes.TABLES, lambda: self._in_bot_database(_tables), READABLE),
            Check("bot database: rights", fixes.BOT_RIGHTS, lambda: self._in_bot_database(_rights), READABLE[:2]),
            Check("audit: chain and anchor", fixes.AUDIT, self._audit, READABLE),
            Check("service database: answers", fixes.SERVICE, self._service),
            Check("service database: rights", fixes.RIGHTS, service.wrong_rights, SERVICE),
            Check("service database: erasure map", fixes.DRIFT, service.drift, SERVICE),
        ]

    async def _in_bot_database(self, look: Callable[[AsyncConnection], Awaitable[Sequence[str]]]) -> Sequence[str]:
        async with self._here.bot_engine.connect() as connection:
            return await look(connection)

    async def _service(self) -> list[str]:
        return _too_old(await self._here.service.version())

    async def _audit(self) -> list[str]:
        settings, here = self._settings, self._here
        anchor = anchor_of(settings, here.client)
        verdict = await verify(here.bot_engine, anchor, anchor_key(settings), datetime.now(UTC))
        missing = settings.production and settings.audit_anchor is None
        told = [] if verdict.good else audit_words.verified(verdict)
        return [*told, *([audit_words.NOT_IN_PRODUCTION] if missing else [])]


async def _version(connection: AsyncConnection) -> list[str]:
    found = _too_old(int((await connection.execute(text("SHOW server_version_num"))).scalar_one()))
    read_only = (await connection.execute(text("SHOW transaction_read_only"))).scalar_one() == "on"
    return [*found, *([words.WRITE_REFUSED] if read_only else [])]


async def _schema(connection: AsyncConnection) -> list[str]:
    fault = await behind(connection)
    if fault == UNREADABLE:
        return [Note(fault)]  # the check of the rights says what to do
    return [fault] if fault else []


async def _tables(connection: AsyncConnection) -> list[str]:
    if await behind(connection):
        raise TooEarly
    return await sound.differences(connection)


async def _rights(connection: AsyncConnection) -> tuple[str, ...]:
    if await behind(connection) not in (None, UNREADABLE):
        raise TooEarly
    return await rights.differences(connection)


def _too_old(version: int) -> list[str]:
    return [words.TOO_OLD.format(found=words.major(version))] if version < OLDEST else []
