"""The anchor as a file: lines are only ever added, each one on the disk before the call returns."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from adapters.anchor.lines import LONGEST, Line
from handlers.errors import AnchorUnavailable

MODE = 0o600


class AnchorFile:
    """A file on storage that the people of the database cannot write to. One writer at a time (anchoring.py)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def lines(self) -> list[str]:
        """The lines; none while there is no file. Raises AnchorUnavailable."""
        try:
            raw = await asyncio.to_thread(self._path.read_bytes)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise AnchorUnavailable(f"the file cannot be read ({type(error).__name__})") from None
        return [line for line in raw.decode("utf-8", "replace").splitlines() if line.strip()]

    async def add(self, line: Line) -> None:
        """Add a line. Raises AnchorUnavailable; then nothing of it is there."""
        try:
            await asyncio.to_thread(_append, self._path, f"{line.text()}\n".encode())
        except OSError as error:
            raise AnchorUnavailable(f"the file cannot be written ({type(error).__name__})") from None


def _append(path: Path, line: bytes) -> None:
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, MODE)
    try:
        size = os.fstat(file).st_size
        torn = _torn(file, size)
        if torn < LONGEST:  # a machine that died while writing: that line was never reported as written
            size -= torn
            os.ftruncate(file, size)
        else:  # not ours: it stays for whoever looks into it
            line = b"\n" + line
        if os.write(file, line) != len(line):
            os.ftruncate(file, size)
            raise OSError("the disk is full")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_folder(path.parent)


def _torn(file: int, size: int) -> int:
    """How many bytes stand behind the last whole line, LONGEST at most."""
    tail = os.pread(file, LONGEST, max(size - LONGEST, 0))
    return len(tail) - tail.rfind(b"\n") - 1


def _sync_folder(folder: Path) -> None:
    """Make the file's name last too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
