"""Telling the worker's loops of every replica that there is work, by LISTEN and NOTIFY."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

WORK = "tv_support_bot_work"  # the channel of LISTEN and NOTIFY
_TELL = select(func.pg_notify(WORK, bindparam("loops")))


class Loop(StrEnum):
    """A loop that can be told of work; the others look every second."""

    CARDS = "cards"
    NOTICES = "notices"
    EXECUTE = "execute"
    SETTLE = "settle"


async def wake(connection: AsyncConnection, *loops: Loop) -> None:
    """Tell these loops of every replica, when this transaction commits, that there is work."""
    await connection.execute(_TELL, {"loops": " ".join(sorted(loops))})
