"""The one HTTP client for all that the bot calls: pooled, with time limits, without redirects, by a named agent."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from json import dumps
from typing import Any
from urllib.request import getproxies

import httpx

from adapters.transport import Pooled

AGENT = "tv-support-bot"
LONGEST_WAIT = 300.0  # seconds; whatever a server asks for, we look again by then


Told = Callable[[str, int | None], None]


class Telling(httpx.AsyncClient):
    """A client that tells of each call: its address, and the status of the answer or None without one."""

    def __init__(self, tell: Told, seconds: float, pool: Pooled | None) -> None:
        """Without a pool it is httpx's own."""
        super().__init__(timeout=seconds, follow_redirects=False, headers={"User-Agent": AGENT}, transport=pool)
        self._tell, self._seconds, self._pool = tell, seconds, pool
        self._always = dict(self.headers)

    async def request(
        self, method: str, url: httpx.URL | str, *, json: Any = None, headers: Any = None, **more: Any
    ) -> httpx.Response:
        """What nearly every call is, JSON or nothing to an address, goes straight to the pool."""
        if self._pool is None or more:
            return await super().request(method, url, json=json, headers=headers, **more)
        words, sent = dict(self._always, **(headers or {})), None
        if json is not None:
            sent = dumps(json, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
            words["content-type"] = "application/json"
        status: int | None = None
        try:
            response = await self._pool.call(method, str(url), words, sent, self._seconds)
            status = response.status_code
            return response
        finally:  # also when whoever waits gave up
            self._tell(str(url), status)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        status: int | None = None
        try:
            response = await super().send(request, **options)
            status = response.status_code
            return response
        finally:  # also when whoever waits gave up
            self._tell(str(request.url), status)


def make_client(seconds: float, tell: Told = lambda *_: None) -> httpx.AsyncClient:
    """A pooled client with one time limit, in seconds, for each step of a call; `tell` hears of every call."""
    # A proxy that the environment names is httpx's own affair.
    return Telling(tell, seconds, None if getproxies() else Pooled(_tls()))


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, given as a number or a date; None when it says nothing usable."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (ValueError, OverflowError, TypeError):
        return None


def json_object(response: httpx.Response) -> dict[str, Any]:
    """The body as a JSON object; an empty one for anything else."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
