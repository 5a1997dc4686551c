"""Which schema the bot database has and which one this version needs, without Alembic: a bot that serves has none."""

from __future__ import annotations

import pkgutil

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.migrations import versions


def newest() -> str:
    """The last revision that this version knows: the number in the name of its module, `v0004_…`."""
    return max(module.name[1:5] for module in pkgutil.iter_modules(versions.__path__))


async def behind(connection: AsyncConnection) -> str | None:
    """A sentence when the schema is older than this version needs; None when it is not. Raises SQLAlchemyError.

    A newer one will do: a version runs on the schema of the next (docs/upgrading.md), or nothing could be rolled back.
    """
    now = await _now(connection)
    return None if now and now >= newest() else f"the schema is at {now or 'nothing'}, this version needs {newest()}"


async def ahead(connection: AsyncConnection) -> bool:
    """Whether the schema is that of a later version than this one. Raises SQLAlchemyError."""
    return (await _now(connection) or "") > newest()


async def _now(connection: AsyncConnection) -> str | None:
    there = (await connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL"))).scalar_one()
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() if there else None
