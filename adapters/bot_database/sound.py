"""Whether the bot database is what this version was written for; asked by the doctor, never by the running bot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database.revision import ahead
from adapters.bot_database.tables import channel, metadata

TRIGGERS = ("audit_rows", "audit_table")  # they refuse to change or empty the audit, whoever asks
AT_WORK = {"O", "A"}  # pg_trigger.tgenabled: fires at every ordinary write
ADDED = "is not of this version"
_GUARDS = text(
    "SELECT tgname::text AS name, tgenabled::text AS at_work FROM pg_catalog.pg_trigger"
    " WHERE tgrelid = to_regclass('audit') AND NOT tgisinternal"
)


async def differences(connection: AsyncConnection) -> list[str]:
    """What is unlike the tables of this version, by name. Raises SQLAlchemyError.

    What a later version added is no fault: after a way back it is still there.
    """
    found = await connection.run_sync(_compared)
    if await ahead(connection):
        found = [each for each in found if not each.endswith(ADDED)]
    rows = (await connection.execute(_GUARDS)).all()
    working = {row.name for row in rows if row.at_work in AT_WORK}
    idle = [f"trigger {name} on audit is missing or switched off" for name in TRIGGERS if name not in working]
    return [*dict.fromkeys(found), *idle]


async def newest_service_url(connection: AsyncConnection) -> str | None:
    """Where the newest message came from, which is where Teams is answered; None before the first one."""
    return (await connection.execute(select(channel.c.service_url))).scalar_one_or_none()


def _compared(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[Any] = compare_metadata(context, metadata)
    return [told for each in found for told in _told(each)]


def _told(difference: Any) -> Iterator[str]:
    """One difference of Alembic's as words: what it would do to make the database right."""
    if isinstance(difference, list):
        for each in difference:
            yield from _told(each)
        return
    what, *parts = difference
    names = [str(part) for part in parts[1:3] if isinstance(part, str)] if what.startswith("modify") else []
    names += [str(name) for part in parts if (name := getattr(part, "fullname", getattr(part, "name", None)))]
    if what.endswith("_column") and isinstance(parts[1], str):
        names = [f"{parts[1]}.{parts[2].name}"]
    where = "missing" if what.startswith("add") else "not of this version" if what.startswith("remove") else "different"
    yield f"{what.split('_', 1)[1].replace('_', ' ')} {'.'.join(dict.fromkeys(names))} is {where}"
