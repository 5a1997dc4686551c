"""Telling the worker's loops of every replica that there is work, by LISTEN and NOTIFY."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

WORK = "tv_support_bot_work"  # the channel of LISTEN and NOTIFY
TELL = func.pg_notify(WORK, bindparam("loops"))
_TELL_ALONE = select(TELL)


class Loop(StrEnum):
    """A loop that can be told of work; the others look every second."""

    CARDS = "cards"
    NOTICES = "notices"
    EXECUTE = "execute"
    SETTLE = "settle"


async def wake(connection: AsyncConnection, *loops: Loop) -> None:
    """Tell these loops of every replica, when this transaction commits, that there is work."""
    await connection.execute(_TELL_ALONE, {"loops": words(loops)})


def words(loops: Iterable[Loop]) -> str:
    """The loops as they are named in a wake; not empty, which would mean all."""
    return " ".join(sorted(loops))
