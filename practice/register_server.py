"""The host of the register's files: a sample of real rows, published by day, and all that has gone wrong there."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

STEMS: Final = ("edubasealldata", "allgroupsdata", "alllinksdata", "links_edubasealldata")
SAMPLE: Final = Path(__file__).with_name("register")
ENCODING: Final = "windows-1252"
LONDON: Final = ZoneInfo("Europe/London")
_PIECE: Final = 64 * 1024
_NAME: Final = re.compile(r"([a-z_]+)(\d{8})\.csv")

Change = Callable[[bytes], bytes]


@lru_cache(maxsize=1)
def sample() -> Mapping[str, bytes]:
    """The four files of the sample, by stem."""
    return {stem: gzip.decompress((SAMPLE / f"{stem}.csv.gz").read_bytes()) for stem in STEMS}


@dataclass(frozen=True)
class Sending:
    """How a file goes out: after `cut` bytes the connection ends, after `stall` bytes nothing more comes for a while.

    With `said` the length is announced beforehand; the real host sends chunks.
    """

    cut: int | None = None
    stall: int | None = None
    stall_seconds: float = 3600.0
    said: bool = False


class RegisterServer:
    """Answers `/register/{stem}{YYYYMMDD}.csv` for every day up to `newest`, today in London unless set.

    `missing` are files not published: (day, stem). `changes` alter the file of a stem, of one day or (None) of all;
    `sendings` how the next requests for a stem are sent, one each. All of it may be set while it runs.
    """

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self._files = files
        self.newest: date | None = None
        self.missing: set[tuple[date, str]] = set()
        self.changes: dict[tuple[date | None, str], Change] = {}
        self.sendings: dict[str, list[Sending]] = {}
        self.asked: list[tuple[str, str, str]] = []
        """Method, file name and User-Agent of every request."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """The four files, by stem, as they are before any change."""
        return sample() if self._files is None else self._files

    @files.setter
    def files(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def routes(self) -> list[web.RouteDef]:
        """The one route; like the real host it answers nothing but GET."""
        return [web.get("/register/{name}", self._send, allow_head=False)]

    async def _send(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked.append((request.method, name, request.headers.get("User-Agent", "")))
        named = _NAME.fullmatch(name)
        stem, day = (named[1], _day(named[2])) if named else ("", None)
        if stem not in self.files or not self._published(day, stem):
            raise web.HTTPNotFound(text="The specified blob does not exist.")
        content = self.files[stem]
        for change in (self.changes.get((None, stem)), self.changes.get((day, stem))):
            content = change(content) if change else content
        waiting = self.sendings.get(stem)
        return await _stream(request, content, waiting.pop(0) if waiting else Sending())

    def _published(self, day: date | None, stem: str) -> bool:
        newest = self.newest or datetime.now(UTC).astimezone(LONDON).date()
        return day is not None and day <= newest and (day, stem) not in self.missing


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a day only
    except ValueError:
        return None


async def _stream(request: web.Request, content: bytes, sending: Sending) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/csv"})
    if sending.said:
        response.content_length = len(content)
    await response.prepare(request)
    end = len(content) if sending.cut is None else min(sending.cut, len(content))
    stall = end if sending.stall is None else min(sending.stall, end)
    await _write(response, content[:stall])
    if sending.stall is not None:
        await asyncio.sleep(sending.stall_seconds)
    await _write(response, content[stall:end])
    if sending.cut is not None and request.transport is not None:
        await asyncio.sleep(0)
        request.transport.close()
    return response


async def _write(response: web.StreamResponse, content: bytes) -> None:
    for start in range(0, len(content), _PIECE):
        await response.write(content[start : start + _PIECE])


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(ENCODING), newline="")))


def _content(table: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(ENCODING, "replace")


def without_column(name: str) -> Change:
    """The file without one column."""

    def change(content: bytes) -> bytes:
        header, *rows = _table(content)
        place = header.index(name)
        return _content([row[:place] + row[place + 1 :] for row in (header, *rows)])

    return change


def reordered(content: bytes) -> bytes:
    """The same columns the other way round, and a new one first."""
    header, *rows = _table(content)
    return _content([["A new column", *header[::-1]], *(["new", *row[::-1]] for row in rows)])


def times(factor: float) -> Change:
    """The same rows again and again, or only the first of them; 0 leaves the header."""

    def change(content: bytes) -> bytes:
        header, _, rows = content.partition(b"\r\n")
        lines = rows.splitlines(keepends=True)
        wanted = int(len(lines) * factor)
        return header + b"\r\n" + b"".join((lines * (int(factor) + 1))[:wanted])

    return change


def in_encoding(name: str) -> Change:
    """The file in another encoding than the register's."""
    return lambda content: content.decode(ENCODING).encode(name)


def one_field_less(content: bytes) -> bytes:
    """A row in the middle that is too short."""
    lines = content.splitlines(keepends=True)
    lines[len(lines) // 2] = lines[len(lines) // 2].partition(b",")[2]
    return b"".join(lines)


def web_page(_: bytes) -> bytes:
    """A page for people, as a 200."""
    return b"<!doctype html><html><head><title>Service unavailable</title></head><body>Try later.</body></html>"
