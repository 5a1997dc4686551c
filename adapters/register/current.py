"""The register in use: the newest file of the folder, taken up whenever a newer one is there."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from adapters.register.search import MOST, Register
from adapters.register.store import RegisterUnreadable, Stored, age, days, file_of, freshness
from handlers.errors import RegisterUnavailable
from handlers.organisations import Answer, Freshness, Listed

LOOK_EVERY: Final = timedelta(seconds=2)

log = structlog.get_logger()


class CurrentRegister:
    """Answers from the newest register in a folder, whichever process put it there; `clock` gives the time in UTC.

    Belongs to the event loop's thread and never keeps it waiting: `take_up`, called again and again, looks into the
    folder and reads a new file (up to a second of work) in another thread, while the one before goes on answering.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        self._looked: datetime | None = None
        self._register: Register | None = None

    @property
    def day(self) -> date | None:
        """The day of the register in use; None while there is none."""
        return self._register.day if self._register else None

    @property
    def age(self) -> timedelta | None:
        """How old the register in use is, since its midnight in London; None while there is none."""
        return age(self._register.day, self._clock()) if self._register else None

    @property
    def freshness(self) -> Freshness:
        """What its age means."""
        return freshness(self.age)

    async def take_up(self) -> bool:
        """Use the newest file of the folder from now on; False when it is in use, or was looked for just now.

        One call at a time.
        """
        now = self._clock()
        if self._looked is not None and timedelta(0) <= now - self._looked < LOOK_EVERY:
            return False
        self._looked = now
        register = await asyncio.to_thread(_newer_than, self.day, self._folder)
        if register is None:
            return False
        old, self._register = self._register, register
        if old is not None:
            old.close()
        log.info("register_in_use", day=register.day.isoformat())
        return True

    def look_up(self, query: str, most: int = MOST) -> Answer:
        """Answer one query, best first. Raises RegisterUnavailable without a register of the last seven days."""
        return self._usable().look_up(query, most)

    def find(self, organisation_id: str) -> Listed | None:
        """One organisation by its id (urn:…, uid:…, la:…), with its links. Raises RegisterUnavailable."""
        return self._usable().find(organisation_id)

    def groups_named(self, name: str, most: int = MOST) -> tuple[Listed, ...]:
        """The trusts, sponsors and other groups of this very name. Raises RegisterUnavailable."""
        return self._usable().groups_named(name, most)

    def close(self) -> None:
        """Let go of the file."""
        if self._register is not None:
            self._register.close()
        self._register = self._looked = None

    def _usable(self) -> Register:
        if self._register is None:
            raise RegisterUnavailable("there is no copy of the register")
        if self.freshness is Freshness.TOO_OLD:
            raise RegisterUnavailable(f"the copy of the register is of {self._register.day.isoformat()}")
        return self._register


def _newer_than(known: date | None, folder: Path) -> Register | None:
    """The newest readable register of a later day, ready to answer; None when there is none."""
    for day in days(folder):
        if known is not None and day <= known:
            return None
        try:
            stored = Stored(file_of(folder, day))
        except RegisterUnreadable:
            continue
        try:
            return Register(stored)
        except sqlite3.Error:  # cut or overwritten further in
            stored.close()
    return None
