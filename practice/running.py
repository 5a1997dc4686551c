"""One practice run a folder: the second is told where the first one is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another run has this folder; the message says where its page is."""


class Mark:
    """The open file that says a run lives here, and where."""

    def __init__(self, number: int) -> None:
        self._number = number

    def tell(self, words: str) -> None:
        """Write down what a second start is to be told."""
        os.ftruncate(self._number, 0)
        os.pwrite(self._number, words.encode(), 0)


@contextmanager
def only_run(folder: Path) -> Iterator[Mark]:
    """Hold the folder; it is free again when this process is gone in whatever way. Raises AlreadyRunning."""
    number = os.open(folder / "running", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = os.pread(number, 300, 0).decode() or "it is just starting"
            raise AlreadyRunning(f"Practice is already running: {where}") from None
        mark = Mark(number)
        mark.tell("")
        yield mark
    finally:
        os.close(number)
