"""The `audit` commands: is the record whole, and the record as a table. They need the bot database and the anchor."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import asyncpg
import httpx
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.anchor.file import AnchorFile
from adapters.anchor.lines import Anchor
from adapters.anchor.web import AnchorAddress
from adapters.bot_database.audit import HASHED, plain
from adapters.bot_database.chain import records, snapshot
from adapters.bot_database.vault import derive
from adapters.bot_database.verify import Verdict, verify
from adapters.postgres import make_engine
from adapters.web import make_client
from bot.settings import Settings
from bot.words import audit as words
from handlers.errors import kind_of

COLUMNS = (*HASHED, "previous_hash", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for more than text (OWASP, CSV injection)
WEB_SECONDS = 5.0


def anchor_of(settings: Settings, client: httpx.AsyncClient) -> Anchor | None:
    """The place that AUDIT_ANCHOR names, if it names one."""
    if settings.audit_anchor is None:
        return None
    place = settings.audit_anchor.get_secret_value()
    return AnchorAddress(client, place) if "://" in place else AnchorFile(Path(place))


def anchor_key(settings: Settings) -> bytes:
    return derive(settings.secret_key.get_secret_value(), "anchor")


class NoDatabase(Exception):
    """The bot database cannot be connected to; the message is the kind of error only."""


async def verified(settings: Settings) -> Verdict:
    """Raises NoDatabase; SQLAlchemyError, OSError or asyncpg.PostgresError when it stops answering."""
    async with _engine(settings) as engine, make_client(WEB_SECONDS) as client:
        return await verify(engine, anchor_of(settings, client), anchor_key(settings), datetime.now(UTC))


async def export(settings: Settings, out: IO[str]) -> int:
    """Write every record as CSV with a header; how many there are. Raises as `verified`, and OSError from `out`."""
    written = 0
    table = csv.writer(out, lineterminator="\n")
    async with _engine(settings) as engine, snapshot(engine) as connection:
        table.writerow(COLUMNS)
        async for record in records(connection):
            table.writerow(cells(record))
            written += 1
    return written


def cells(record: Mapping[str, Any]) -> list[str]:
    """A record as a row: nothing is an empty cell, and no cell begins as a formula does."""
    return [neutral("" if record[name] is None else str(plain(record[name]))) for name in COLUMNS]


def neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_json(verdict: Verdict) -> str:
    """For programs: {"ok", "records", "hash", "first_bad_record", "covered", "lines", "faults": [{"what", "says", …}]}.

    `covered` is the last record that the anchor proves, null without an anchor.
    """
    chain = [{**asdict(verdict.fault), "says": words.broken(verdict.fault)}] if verdict.fault else []
    anchor = [{**asdict(doubt), "says": words.doubted(doubt)} for doubt in verdict.doubts]
    return json.dumps(
        {
            "ok": verdict.good,
            "records": verdict.count,
            "hash": verdict.last_hash,
            "first_bad_record": verdict.first_bad,
            "covered": verdict.covered,
            "lines": verdict.lines,
            "faults": [{name: value for name, value in each.items() if value is not None} for each in chain + anchor],
        }
    )


@asynccontextmanager
async def _engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    url = settings.database_url.get_secret_value()
    engine = make_engine(url, name="tv-support-bot audit", encrypted=settings.production, size=1)
    try:
        try:
            async with engine.connect():
                pass
        except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise NoDatabase(kind_of(error)) from error
        yield engine
    finally:
        await engine.dispose()
