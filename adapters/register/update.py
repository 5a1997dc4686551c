"""Bring the register up to date: the newest whole day is fetched, checked, built aside and only then renamed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.register.build import build
from adapters.register.extracts import FULL, DayRejected
from adapters.register.fetch import Gias, GiasUnavailable, NotPublished
from adapters.register.store import LONDON, last_good, put, room_for_coming
from handlers.organisations import Came

BACK: Final = 7
"""Days before today that are looked at; older registers are refused anyway."""
MOST_SECONDS: Final = 20 * 60.0  # for one whole try, which takes a minute or two; its tries of one file have their own


@dataclass(frozen=True)
class Updated:
    """The outcome; `day` is the register's day now, None when there is none at all.

    `why` has a line for each day that was rejected and for what went wrong. `counts` and `undefined` (bytes that
    windows-1252 does not define) are of a new register.
    """

    came: Came
    day: date | None
    why: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    undefined: int = 0

    @property
    def good(self) -> bool:
        """Whether there is nothing newer to be had."""
        return self.came in (Came.NEW, Came.ALREADY_NEWEST)


class Updating:
    """One way of keeping a register: where from, where to, how many rows a good file has."""

    def __init__(
        self,
        gias: Gias,
        folder: Path,
        *,
        bounds: Mapping[str, tuple[int, int]] = FULL,
        seconds: float = MOST_SECONDS,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._gias = gias
        self._folder = folder
        self._bounds = bounds
        self._seconds = seconds
        self._note = note

    async def update(self, now: datetime) -> Updated:
        """Look for a day newer than the last good one, newest first, up to seven days back (London dates).

        Days are never mixed. Whatever fails, the last good register stays and the outcome says what failed.
        """
        last, before = last_good(self._folder)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._newer(now.astimezone(LONDON).date(), last, before)
        except TimeoutError:
            return Updated(Came.UNAVAILABLE, last, (f"it took over {self._seconds / 60:.0f} minutes",))

    async def _newer(self, today: date, last: date | None, before: Mapping[str, int]) -> Updated:
        rejected: list[str] = []
        for day in (today - timedelta(days=back) for back in range(BACK + 1)):
            if last is not None and day <= last:
                return Updated(Came.REJECTED if rejected else Came.ALREADY_NEWEST, last, tuple(rejected))
            self._note(f"Looking for {day.isoformat()}.")
            try:
                counts, undefined = await self._take(day, before)
            except NotPublished as missing:
                self._note(f"Not there: {missing}.")
            except DayRejected as error:
                rejected.append(f"{day.isoformat()} {error}")
                self._note(f"Rejected: {error}.")
            except GiasUnavailable as error:
                return Updated(Came.UNAVAILABLE, last, (*rejected, str(error)))
            except (OSError, sqlite3.Error) as error:
                why = f"the folder for the register cannot be used ({type(error).__name__})"
                return Updated(Came.NOT_WRITTEN, last, (*rejected, why))
            else:
                return Updated(Came.NEW, day, tuple(rejected), counts, undefined)
        return Updated(Came.REJECTED if rejected else Came.NOT_PUBLISHED, last, tuple(rejected))

    async def _take(self, day: date, before: Mapping[str, int]) -> tuple[dict[str, int], int]:
        with room_for_coming(self._folder) as aside:
            fetched = await self._gias.fetch(day, aside)
            target = aside / "register.sqlite3"
            self._note(f"Building the register of {day.isoformat()}.")
            # In a thread, so that a bot that does this beside its work goes on answering.
            counts = await asyncio.to_thread(
                build, fetched.files, day, target, bounds=self._bounds, before=before, undefined=fetched.undefined
            )
            put(target, self._folder, day)
        return counts, fetched.undefined
