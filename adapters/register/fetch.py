"""Fetch the four files of one day, streamed to disk.

Source: facts of 2026 on how the Department's services fetch these files. A day that is not there yet answers 404, and
the four files of one day can be partly published; a 200 may be an HTML page; Content-Length may be missing; HEAD
answers 500.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

import httpx
import tenacity

from adapters.register.extracts import EXTRACTS, UNDEFINED, DayRejected, Extract, Fault, check_header
from adapters.web import make_client, retry_after

TRIES: Final = 4
STEP_SECONDS: Final = 30.0  # for a connection, and for each piece of a file
FILE_SECONDS: Final = 900.0  # for one whole file
LONGEST_PAUSE: Final = 60.0
MOST_BYTES: Final = 300 * 1024 * 1024  # of one file; the big one has 65 MB
_LONGEST_HEADER: Final = 64 * 1024
_PIECE: Final = 64 * 1024

_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429
_SERVER: Final = 500

Sleep = Callable[[float], Awaitable[None]]


class NotPublished(Exception):
    """One of the four files of this day is not there (404): look at the day before."""


class GiasUnavailable(Exception):
    """The files could not be fetched, however often tried, or the answer was one that trying again will not mend."""


class _Again(Exception):
    """This attempt failed in a way that another may not."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True)
class Fetched:
    """The files of one day on disk, by stem, and how many bytes windows-1252 does not define."""

    files: dict[str, Path]
    undefined: int


class Gias:
    """The host of the register's files; `base_url` comes before `/{stem}{YYYYMMDD}.csv`."""

    def __init__(self, base_url: str, *, step_seconds: float = STEP_SECONDS, sleep: Sleep = asyncio.sleep) -> None:
        self._base_url = base_url.rstrip("/")
        self._client = make_client(step_seconds)
        self._sleep = sleep

    async def __aenter__(self) -> Gias:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def fetch(self, day: date, folder: Path) -> Fetched:
        """Write all four files of one day into `folder`.

        Raises NotPublished, GiasUnavailable, DayRejected (a file that is none of the register's) or OSError.
        """
        files: dict[str, Path] = {}
        undefined = 0
        for extract in EXTRACTS:
            name = f"{extract.stem}{day:%Y%m%d}.csv"
            files[extract.stem] = folder / name
            undefined += await self._with_tries(extract, name, folder / name)
        return Fetched(files, undefined)

    async def _with_tries(self, extract: Extract, name: str, path: Path) -> int:
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(TRIES),
            wait=_pause,
            retry=tenacity.retry_if_exception_type(_Again),
            sleep=self._sleep,
        )
        try:
            return await tries(self._once, extract, name, path)
        except tenacity.RetryError as error:
            raise GiasUnavailable(f"{name}: {error.last_attempt.exception()}") from None

    async def _once(self, extract: Extract, name: str, path: Path) -> int:
        try:
            async with (
                asyncio.timeout(FILE_SECONDS),
                self._client.stream("GET", f"{self._base_url}/{name}") as response,
            ):
                _check_status(response, name)
                return await _write(extract, response.aiter_bytes(_PIECE), path)
        except TimeoutError:
            raise _Again("it took too long") from None
        except httpx.TransportError as error:
            raise _Again(f"the connection failed ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise GiasUnavailable(f"{name}: {type(error).__name__}") from None


_JITTER: Final = tenacity.wait_exponential_jitter(initial=1, max=LONGEST_PAUSE, jitter=2)


def _pause(state: tenacity.RetryCallState) -> float:
    """Longer each time, with jitter; never shorter than the server asked for, within a limit."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _Again) else 0.0
    return max(_JITTER(state), min(asked, LONGEST_PAUSE))


def _check_status(response: httpx.Response, name: str) -> None:
    code = response.status_code
    if code == httpx.codes.OK:
        return
    if code == _NOT_FOUND:
        raise NotPublished(name)
    if code == _TOO_MANY or code >= _SERVER:
        raise _Again(f"answered {code}", retry_after(response.headers, datetime.now(UTC)) or 0.0)
    # Redirects too: the host would have moved, and a person should see where to.
    raise GiasUnavailable(f"{name}: answered {code}")


async def _write(extract: Extract, pieces: AsyncIterator[bytes], path: Path) -> int:
    with _Incoming(extract, path) as incoming:
        async for piece in pieces:
            incoming.take(piece)
        return incoming.finish()


class _Incoming:
    """One file as it comes in: its header is checked before the rest is fetched, its bytes while it is."""

    def __init__(self, extract: Extract, path: Path) -> None:
        self._extract = extract
        self._file = path.open("wb")
        self._start = b""
        self._header_seen = False
        self._size = self._undefined = 0
        self._utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._all_ascii = True

    def __enter__(self) -> _Incoming:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def take(self, piece: bytes) -> None:
        """Raises DayRejected when these bytes show that this is no such file."""
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise DayRejected(self._extract.stem, Fault.TOO_MANY, f"over {MOST_BYTES} bytes")
        if not self._header_seen:
            self._look_for_header(piece)
        self._undefined += len(piece) - len(piece.translate(None, UNDEFINED))
        self._look_at_encoding(piece)
        self._file.write(piece)

    def finish(self) -> int:
        """The number of undefined bytes. Raises DayRejected, or _Again for nothing at all."""
        if not self._size:
            raise _Again("the answer was empty")
        if not self._header_seen:
            check_header(self._extract, self._start)
        if self._utf8 is not None and not self._all_ascii:
            raise DayRejected(self._extract.stem, Fault.ENCODING, "it is UTF-8")
        return self._undefined

    def _look_for_header(self, piece: bytes) -> None:
        self._start += piece
        line, end, _ = self._start.partition(b"\n")
        if end or len(self._start) > _LONGEST_HEADER:
            check_header(self._extract, line.rstrip(b"\r"))
            self._header_seen, self._start = True, b""

    def _look_at_encoding(self, piece: bytes) -> None:
        """What is UTF-8 from beginning to end, with more than ASCII in it, is not windows-1252."""
        self._all_ascii = self._all_ascii and piece.isascii()
        if self._utf8 is not None:
            try:
                self._utf8.decode(piece)
            except UnicodeDecodeError:
                self._utf8 = None
