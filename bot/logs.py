"""Logs: one JSON object a line on standard error, never with what people wrote or who they are."""

from __future__ import annotations

import logging
import sys

import structlog

log = structlog.get_logger()


def set_up() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[OfLibraries(logging.WARNING)], force=True)


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
