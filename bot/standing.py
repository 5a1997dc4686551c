"""The gauges that are read off at each visit of Prometheus, from what is in memory: pools, register, anchor, secret."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import cast

from sqlalchemy import QueuePool
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.anchoring import Anchoring
from adapters.register.current import CurrentRegister
from bot.metrics import ANCHOR_AGE, POOL_SIZE, POOL_USED, REGISTER_AGE, SECRET_ENDS
from bot.settings import Settings
from handlers.ports import Clock


def show_always(
    settings: Settings,
    pools: Mapping[str, AsyncEngine],
    register: CurrentRegister,
    anchoring: Anchoring | None,
    clock: Clock,
) -> None:
    """Let these gauges answer for themselves from now on."""
    REGISTER_AGE.set_function(lambda: register.age.total_seconds() if register.age else math.inf)
    started = clock()

    def anchor_age() -> float:
        if anchoring is None:
            return math.nan
        return (clock() - (anchoring.fine_at or started)).total_seconds()

    ANCHOR_AGE.set_function(anchor_age)
    ends = settings.app_password_ends
    after = datetime.combine(ends + timedelta(days=1), time(), UTC) if ends else None
    SECRET_ENDS.set(after.timestamp() if after else math.nan)
    for name, engine in pools.items():
        pool = cast(QueuePool, engine.pool)
        POOL_SIZE.labels(pool=name).set(pool.size())
        POOL_USED.labels(pool=name).set_function(pool.checkedout)
