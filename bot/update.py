"""The `register update` command, which loads neither the search nor the rest of the bot: it has to stay small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from adapters.register.extracts import FULL, SMALL
from adapters.register.fetch import Gias
from adapters.register.update import Updated, Updating
from bot.settings import Environment, RegisterSettings

REAL = (None, Environment.PRODUCTION)
"""Environments in which a register of a few rows is a fault, not a sample."""


async def update_register(settings: RegisterSettings, note: Callable[[str], None]) -> Updated:
    """Fetch what is new from GIAS_BASE_URL into GIAS_DATA_DIR."""
    bounds = FULL if settings.environment in REAL else SMALL
    async with Gias(settings.gias_base_url) as gias:
        return await Updating(gias, settings.gias_data_dir, bounds=bounds, note=note).update(datetime.now(UTC))
