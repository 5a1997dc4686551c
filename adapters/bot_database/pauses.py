"""The pause that holds all actions back: one row of the settings, there or not."""

from __future__ import annotations

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.bot_database import rows
from adapters.bot_database.tables import settings
from handlers.model import Pause

PAUSE = "pause"
PAUSE_NOW = select(settings.c.value).where(settings.c.name == PAUSE).scalar_subquery()
PAUSED = exists().where(settings.c.name == PAUSE)


async def read_pause(connection: AsyncConnection) -> Pause | None:
    found = await connection.execute(select(settings.c.value).where(settings.c.name == PAUSE))
    return rows.pause(found.scalar_one_or_none())


async def write_pause(connection: AsyncConnection, pause: Pause) -> None:
    """The first pause stays: whoever comes second must not be able to lift the first one's."""
    await connection.execute(
        upsert(settings).values(name=PAUSE, value=rows.pause_column(pause)).on_conflict_do_nothing()
    )


async def lift_pause(connection: AsyncConnection, object_id: str) -> bool:
    """Take the pause away unless this person made it; whether there was one to take."""
    by_another = settings.c.value["by"]["object_id"].astext != object_id
    lifted = await connection.execute(delete(settings).where(settings.c.name == PAUSE, by_another))
    return lifted.rowcount == 1
