"""Bringing the bot database to the newest schema."""

from __future__ import annotations

from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import make_engine

LOCK = 7246158034  # one migration at a time, whichever replica or job starts it


class MigrationFailed(Exception):
    """The schema was not changed; the message says why."""


async def migrate_to_newest(url: str, *, encrypted: bool) -> str:
    """Apply what is missing, in one transaction; returns the revision then in force. Raises MigrationFailed."""
    engine = make_engine(url, name="tv-support-bot migrate", encrypted=encrypted, size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SET lock_timeout = '5s'"))
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            return await connection.run_sync(_upgrade)
    except (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError) as error:
        raise MigrationFailed(f"the bot database refused or did not answer ({type(error).__name__})") from error
    finally:
        await engine.dispose()


async def behind(connection: AsyncConnection) -> str | None:
    """A sentence when the schema is not the newest that this version knows; None when it is. Raises SQLAlchemyError."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    now = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return None if now == newest else f"the schema is at {now or 'nothing'}, this version needs {newest}"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _upgrade(connection: Connection) -> str:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return str(MigrationContext.configure(connection).get_current_revision())
