"""aiohttp's connections below httpx: the same calls and the same errors for a fifth of the processor time.

httpx's own way to a server costs a millisecond a call, and a message is two calls of Graph and one of Teams. Half of it
is spent below, on connections, half above. aiohttp is here as the server already. What its errors mean is kept apart
exactly: no connection (nothing was sent), or a connection without an answer (it may have been done).
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import aiohttp
import httpx
from yarl import URL

CONNECTIONS = 50
KEPT_SECONDS = 5.0  # shorter than servers keep theirs: a call on a connection that is just being closed is lost
# httpx writes all headers itself.
_NOT_ADDED = frozenset({"Accept", "Accept-Encoding", "Content-Type", "User-Agent"})


class Pooled(httpx.AsyncBaseTransport):
    """A pool of connections without cookies, redirects or unpacking, all of which are httpx's affair."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, seconds: float
    ) -> httpx.Response:
        """One whole call, past everything of httpx's but its answer.

        Raises httpx.TransportError, httpx.DecodingError for an answer packed wrongly, httpx.InvalidURL.
        """
        if not url.isascii() or not url.isprintable() or " " in url:
            raise httpx.InvalidURL("an address with characters that cannot be sent")
        session = self._session or self._opened()
        with _as_httpx(None):
            async with session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=body,
                allow_redirects=False,
                timeout=_limits(seconds),
            ) as answer:
                content = await answer.read()
        return httpx.Response(answer.status, headers=answer.raw_headers, content=content)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx.TransportError, as its own transport does."""
        session = self._session or self._opened()
        allowed = request.extensions.get("timeout", {})
        seconds = aiohttp.ClientTimeout(connect=allowed.get("connect"), sock_read=allowed.get("read"))
        body = await request.aread()
        with _as_httpx(request):
            answer = await session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=request.headers.multi_items(),
                data=body or None,
                allow_redirects=False,
                timeout=seconds,
            )
        return httpx.Response(answer.status, headers=answer.raw_headers, stream=_Body(answer, request), request=request)

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        """Made at the first call: aiohttp wants to know the loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_SECONDS, ssl=self._tls),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_NOT_ADDED,
            auto_decompress=False,
        )
        # It has no setting, and aiohttp's own test client does the same: a GET or PUT without an answer is not quietly
        # sent again. Who called decides that, and counts.
        self._session._retry_connection = False
        return self._session


class _Body(httpx.AsyncByteStream):
    """What the server says, piece by piece; what is not read to its end takes its connection with it."""

    def __init__(self, answer: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._answer, self._request = answer, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx(self._request):
            async for piece in self._answer.content.iter_any():
                yield piece

    async def aclose(self) -> None:
        self._answer.close()


@lru_cache(maxsize=8)
def _limits(seconds: float) -> aiohttp.ClientTimeout:
    """So many for each step of a call."""
    return aiohttp.ClientTimeout(connect=seconds, sock_read=seconds)


@contextmanager
def _as_httpx(request: httpx.Request | None) -> Iterator[None]:
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise httpx.ConnectTimeout(str(error), request=request) from error
    except TimeoutError as error:
        raise httpx.ReadTimeout(str(error), request=request) from error
    except (aiohttp.ClientConnectorError, aiohttp.ClientSSLError) as error:
        raise httpx.ConnectError(str(error), request=request) from error
    except (aiohttp.InvalidURL, ValueError) as error:  # an address or a header that cannot be sent
        raise httpx.LocalProtocolError(str(error), request=request) from error
    except OSError as error:
        raise httpx.ReadError(str(error), request=request) from error
    except aiohttp.ClientError as error:
        raise httpx.RemoteProtocolError(str(error), request=request) from error
