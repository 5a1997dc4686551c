"""Bringing the bot database to the newest schema."""

from __future__ import annotations

from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.bot_database.revision import newest
from adapters.postgres import make_engine
from handlers.errors import kind_of

LOCK = 7246158034  # one migration at a time, whichever replica or job starts it


class MigrationFailed(Exception):
    """The schema was not changed; the message says why."""


async def migrate_to_newest(url: str, *, encrypted: bool) -> str:
    """Apply what is missing, in one transaction; returns the revision then in force. Raises MigrationFailed.

    No lock is waited for longer than 5 seconds, and no statement may take longer than adapters/postgres.py allows, so a
    bot at work waits no longer either. A schema that is newer than this version stays as it is: this is a way back.
    """
    engine = make_engine(url, name="tv-support-bot migrate", encrypted=encrypted, size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SET lock_timeout = '5s'"))
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            return await connection.run_sync(_upgrade)
    except (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError) as error:
        raise MigrationFailed(f"{_why(error)}. Nothing was changed") from error
    finally:
        await engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _why(error: Exception) -> str:
    driver = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(driver, asyncpg.LockNotAvailableError | TimeoutError):
        return "the bot database was busy; run it again"
    if isinstance(driver, asyncpg.InsufficientPrivilegeError | asyncpg.InvalidSchemaNameError):
        return "this role may not change the tables; DATABASE_URL must be that of their owner"
    return f"the bot database refused or did not answer ({kind_of(error)})"


def _upgrade(connection: Connection) -> str:
    now = MigrationContext.configure(connection).get_current_revision()
    if now and now > newest():
        return now
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return str(MigrationContext.configure(connection).get_current_revision())
