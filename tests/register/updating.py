"""What the tests of fetching share: one update, and a good day before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from adapters.register.extracts import SMALL
from adapters.register.fetch import Gias
from adapters.register.store import days, file_of
from adapters.register.update import Updated, Updating
from handlers.organisations import Came
from practice.register_server import STEMS
from tests.register.conftest import Host
from tests.register.files import DAY

NOW = datetime(DAY.year, DAY.month, DAY.day, 7, 30, tzinfo=UTC)
BIG = "edubasealldata"
NO_BOUNDS: Mapping[str, tuple[int, int]] = dict.fromkeys(STEMS, (0, 10**9))


async def at_once(_: float) -> None:
    """Between two tries, in a test."""


async def update(
    host: Host, folder: Path, *, now: datetime = NOW, bounds: Mapping[str, tuple[int, int]] = SMALL, step: float = 5.0
) -> Updated:
    async with Gias(host.url, step_seconds=step, sleep=at_once) as gias:
        return await Updating(gias, folder, bounds=bounds).update(now)


async def a_good_day_before(host: Host, folder: Path) -> date:
    """Yesterday's register is in place; today's is to come."""
    yesterday = DAY - timedelta(days=1)
    host.server.newest = yesterday
    assert (await update(host, folder)).came is Came.NEW
    host.server.newest = DAY
    host.server.asked.clear()
    return yesterday


def nothing_else_is_left(folder: Path) -> bool:
    return {path.name for path in folder.iterdir()} == {file_of(folder, day).name for day in days(folder)}
