"""The anchor as an address: POST adds one line as JSON, GET gives all lines (docs/audit.md says what it must do)."""

from __future__ import annotations

import asyncio

import httpx
import tenacity

from adapters.anchor.lines import Line
from handlers.errors import AnchorUnavailable

SECONDS = 5.0  # for each step of a call
CALL_SECONDS = 10.0  # for a whole one
TRIES = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0  # seconds
MOST = 32 * 1024 * 1024  # bytes of all lines: 130,000 of them
ADDED = frozenset({200, 201, 202, 204})
COME_BACK = frozenset({408, 425, 429, 500, 502, 503, 504})


class _Again(Exception):
    """Worth another try."""


class AnchorAddress:
    """Redirects are not followed: the host is the one in the settings (adapters/web.py)."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self._client = client
        self._url = url

    async def lines(self) -> list[str]:
        """The lines; none while the address answers 404. Raises AnchorUnavailable."""
        status, body = await self._tried("GET")
        if status == httpx.codes.NOT_FOUND:
            return []
        if status != httpx.codes.OK:
            raise AnchorUnavailable(f"the address answered {status}")
        return [line for line in body.decode("utf-8", "replace").splitlines() if line.strip()]

    async def add(self, line: Line) -> None:
        """Add a line. Raises AnchorUnavailable; then it may be there all the same, and is added again later."""
        status, _ = await self._tried("POST", line.text().encode())
        if status not in ADDED:
            raise AnchorUnavailable(f"the address answered {status}")

    async def _tried(self, method: str, content: bytes | None = None) -> tuple[int, bytes]:
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(TRIES),
            wait=tenacity.wait_random_exponential(FIRST_PAUSE, LONGEST_PAUSE),
            retry=tenacity.retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            return await tries(self._call, method, content)
        except _Again as error:
            raise AnchorUnavailable(str(error)) from None

    async def _call(self, method: str, content: bytes | None) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"} if content else {}
        body = bytearray()
        try:
            async with (
                asyncio.timeout(CALL_SECONDS),
                self._client.stream(method, self._url, content=content, headers=headers, timeout=SECONDS) as answer,
            ):
                if answer.status_code in COME_BACK:
                    raise _Again(f"the address answered {answer.status_code}")
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > MOST:
                        raise AnchorUnavailable("the address gives more than an anchor can hold")
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise _Again(f"the address cannot be reached ({type(error).__name__})") from None
        return answer.status_code, bytes(body)
