"""What came of one try to bring the register up to date, and the one line that the log gets about it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

import structlog

from handlers.organisations import Came

log = structlog.get_logger()


@dataclass(frozen=True)
class Tried:
    """`day` is the register's day afterwards, None when there is none; `rows` are of all four files of a new one."""

    came: Came
    day: date | None
    seconds: float = 0.0
    rows: int = 0
    why: tuple[str, ...] = ()

    def tell(self) -> None:
        """Write the line."""
        good = self.came in (Came.NEW, Came.ALREADY_NEWEST)
        day = self.day.isoformat() if self.day else None
        level = logging.INFO if good else logging.WARNING
        log.log(
            level,
            "register_tried",
            came=self.came,
            day=day,
            seconds=round(self.seconds, 1),
            rows=self.rows,
            why=self.why,
        )
