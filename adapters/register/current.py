"""The register in use: the newest file of the folder, taken up whenever a newer one is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from adapters.register.search import MOST, Register
from adapters.register.store import REFUSE_AFTER, WARN_AFTER, age, days, newest
from handlers.errors import RegisterUnavailable
from handlers.organisations import Answer, Listed

LOOK_EVERY: Final = timedelta(minutes=1)

log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class CurrentRegister:
    """Answers from the newest register in a folder, whichever process put it there; `clock` gives the time in UTC."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = _now) -> None:
        self._folder = folder
        self._clock = clock
        self._looked: datetime | None = None
        self._register: Register | None = None

    @property
    def day(self) -> date | None:
        """The register's day; None while there is none."""
        register = self._newest()
        return register.day if register else None

    @property
    def getting_old(self) -> bool:
        """Whether there is none, or it is more than 48 hours old: time to warn."""
        day = self.day
        return day is None or age(day, self._clock()) > WARN_AFTER

    def look_up(self, query: str, most: int = MOST) -> Answer:
        """Answer one query, best first. Raises RegisterUnavailable without a register of the last seven days."""
        return self._usable().look_up(query, most)

    def find(self, organisation_id: str) -> Listed | None:
        """One organisation by its id (urn:…, uid:…, la:…), with its links. Raises RegisterUnavailable."""
        return self._usable().find(organisation_id)

    def close(self) -> None:
        """Let go of the file."""
        if self._register is not None:
            self._register.close()
        self._register = self._looked = None

    def _usable(self) -> Register:
        register = self._newest()
        if register is None:
            raise RegisterUnavailable("there is no copy of the register")
        if age(register.day, self._clock()) > REFUSE_AFTER:
            raise RegisterUnavailable(f"the copy of the register is of {register.day.isoformat()}")
        return register

    def _newest(self) -> Register | None:
        """Look into the folder once a minute; a new file takes a third of a second to read."""
        now = self._clock()
        if self._looked is not None and timedelta(0) <= now - self._looked < LOOK_EVERY:
            return self._register
        self._looked = now
        known = self._register.day if self._register else None
        if days(self._folder)[:1] in ([], [known]):
            return self._register
        stored = newest(self._folder)
        if stored is None or stored.day == known:
            return self._register
        old, self._register = self._register, Register(stored)
        if old is not None:
            old.close()
        log.info("register_in_use", day=stored.day.isoformat())
        return self._register
