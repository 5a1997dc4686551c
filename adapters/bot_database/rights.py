"""What the bot's role may do in its own database, against deploy/bot_database.sql."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.revision import ahead
from adapters.bot_database.tables import metadata
from adapters.rights import Right, held_by_us, told

ALL = frozenset({"SELECT", "INSERT", "UPDATE"})
ON_TABLES = {
    "requests": ALL,
    "cards": ALL,
    "notices": ALL,
    "inbox": ALL | {"DELETE"},
    "confirmations": ALL,
    "requesters": frozenset({"SELECT", "INSERT"}),
    "approvals": frozenset({"SELECT", "INSERT"}),
    "settings": ALL | {"DELETE"},
    "register_days": ALL,
    "channel": frozenset({"SELECT", "UPDATE"}),
    "sends": ALL | {"DELETE"},
    "audit": frozenset({"SELECT", "INSERT"}),
    "audit_head": frozenset({"SELECT", "UPDATE"}),
}
ON_COLUMNS = {
    ("UPDATE", "requesters", "teams_id"),
    ("UPDATE", "requesters", "name"),
    ("UPDATE", "approvals", "teams_id"),
    ("UPDATE", "approvals", "name"),
    ("SELECT", "alembic_version", "version_num"),
}
GRANTED: frozenset[Right] = frozenset(
    {
        *ON_COLUMNS,
        *(
            (right, table, column)
            for table, rights in ON_TABLES.items()
            for right in rights & ALL
            for column in (each.name for each in metadata.tables[table].columns)
        ),
        *((right, table, "") for table, rights in ON_TABLES.items() for right in rights - ALL),
    }
)
ON_NO_TABLE = frozenset({"CREATE", "USAGE"})


async def differences(connection: AsyncConnection) -> tuple[str, ...]:
    """Every right too many or too few, as a sentence. Raises SQLAlchemyError.

    What a later version granted on what it added is no fault: after a way back it is still there.
    """
    held = await held_by_us(connection)
    return told({each for each in held if not _later(each)} if await ahead(connection) else held, GRANTED)


def _later(right: Right) -> bool:
    """Whether it is on a table or a column that this version does not know."""
    what, table, column = right
    if not table or what in ON_NO_TABLE or table == "alembic_version":
        return False
    return table not in metadata.tables or (bool(column) and column not in metadata.tables[table].columns)
