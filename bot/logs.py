"""Logs: one JSON object a line on standard error, never with what people wrote or who they are."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from adapters.bot_database.kept import Rule
from bot.log_fields import FIELDS

LONGEST = 300  # characters of a value
HASHED = 12  # hexadecimal digits: enough to find the lines that belong together
COMPLAINING = frozenset({"warning", "error", "critical"})

log = structlog.get_logger()


def set_up(count: Callable[[str], None] | None = None) -> None:
    """Begin to write; `count` is told the event of each line that is a warning or worse."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_declared,
            *([_counting(count)] if count else []),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[OfLibraries(logging.WARNING)], force=True)


def only_declared(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """The line with what FIELDS lets through, in the shape that it says; of the rest the names only."""
    told = {
        name: _told(value, FIELDS[name]) for name, value in line.items() if FIELDS.get(name, Rule.DROP) != Rule.DROP
    }
    strange = sorted(name for name in line if name not in FIELDS)
    return {**told, "undeclared": strange} if strange else told


def _counting(count: Callable[[str], None]) -> Processor:
    def counting(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        if line.get("level") in COMPLAINING:
            count(str(line["event"]))
        return line

    return counting


def _told(value: Any, rule: Rule) -> Any:
    if rule is Rule.HASH:
        return hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()[:HASHED]
    if isinstance(value, list | tuple):
        return [_told(each, rule) for each in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)[:LONGEST]


class OfLibraries(logging.Handler):
    """What libraries complain of: which one, where in it, and the class of the error.

    Never their words or a traceback: aiohttp's hold the header or the piece of a body that it could not read.
    """

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        log.warning(
            "library_complained",
            library=record.name,
            where=f"{record.filename}:{record.lineno}",
            why=kind.__name__ if kind else record.levelname,
        )
