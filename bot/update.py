"""The `register update` command, which loads neither the search nor the rest of the bot: it has to stay small."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from adapters.register.extracts import FULL, SMALL
from adapters.register.fetch import Gias
from adapters.register.update import Updated, Updating
from bot.settings import Environment, RegisterSettings
from bot.tried import Tried

REAL = (None, Environment.PRODUCTION)
"""Environments in which a register of a few rows is a fault, not a sample."""


async def update_register(settings: RegisterSettings, note: Callable[[str], None]) -> tuple[Updated, Tried]:
    """Fetch what is new from GIAS_BASE_URL into GIAS_DATA_DIR."""
    began = time.monotonic()
    bounds = FULL if settings.environment in REAL else SMALL
    async with Gias(settings.gias_base_url) as gias:
        updated = await Updating(gias, settings.gias_data_dir, bounds=bounds, note=note).update(datetime.now(UTC))
    rows = sum(updated.counts.values())
    return updated, Tried(updated.came, updated.day, time.monotonic() - began, rows, updated.why)


def as_json(tried: Tried) -> str:
    """One line for the bot that started this: {"came", "day", "seconds", "rows", "why"}."""
    day = tried.day.isoformat() if tried.day else None
    shown = {"came": tried.came, "day": day, "seconds": tried.seconds, "rows": tried.rows, "why": tried.why}
    return json.dumps(shown)
