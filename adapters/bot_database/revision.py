"""Which schema the bot database has and which one this version needs, without Alembic: a bot that serves has none."""

from __future__ import annotations

import pkgutil

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.migrations import versions

UNREADABLE = "the bot's role may not read which schema there is: deploy/bot_database.sql was not run"
# From the catalogue: to_regclass sees nothing in a schema that the role may not use, as if the database were empty.
_READABLE = text(
    "SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
    " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relname = 'alembic_version' AND n.nspname = 'public'"
)


def newest() -> str:
    """The last revision that this version knows: the number in the name of its module, `v0004_…`."""
    return max(module.name[1:5] for module in pkgutil.iter_modules(versions.__path__))


async def behind(connection: AsyncConnection) -> str | None:
    """A sentence when the schema is older than this version needs; None when it is not. Raises SQLAlchemyError.

    A newer one will do: a version runs on the schema of the next (docs/upgrading.md), or nothing could be rolled back.
    """
    readable = (await connection.execute(_READABLE)).scalar()
    if readable is False:
        return UNREADABLE
    now = await _now(connection) if readable else None
    return None if now and now >= newest() else f"the schema is at {now or 'nothing'}, this version needs {newest()}"


async def ahead(connection: AsyncConnection) -> bool:
    """Whether the schema is that of a later version than this one. Raises SQLAlchemyError."""
    readable = (await connection.execute(_READABLE)).scalar()
    return bool(readable) and (await _now(connection) or "") > newest()


async def _now(connection: AsyncConnection) -> str | None:
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
