"""What the bot's role may do in its own database, against deploy/bot_database.sql."""

from __future__ import annotations

from adapters.bot_database.tables import metadata
from adapters.rights import Right

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
