"""Calls over aiohttp's connections mean what httpx's own do; above all, whether anything can have been done."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import httpx
import pytest

from adapters.transport import Pooled
from adapters.web import make_client

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Way(Protocol):
    """One call, whole or piece by piece."""

    async def __call__(self, client: httpx.AsyncClient, method: str, url: str, **words: Any) -> httpx.Response: ...


async def whole(client: httpx.AsyncClient, method: str, url: str, **words: Any) -> httpx.Response:
    return await client.request(method, url, **words)


async def in_pieces(client: httpx.AsyncClient, method: str, url: str, **words: Any) -> httpx.Response:
    async with client.stream(method, url, **words) as response:
        await response.aread()
        return response


@pytest.fixture(params=[whole, in_pieces])
def call(request: pytest.FixtureRequest) -> Way:
    way: Way = request.param
    return way


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    """A server that does this with every connection."""
    serving = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{serving.sockets[0].getsockname()[1]}"
    finally:
        serving.close()


def saying(*pieces: bytes, heard: list[bytes] | None = None) -> Answer:
    """One of these to each request on a connection, and then its end."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in (*pieces, b""):
            words = await reader.readuntil(b"\r\n\r\n")
            if heard is not None:
                heard.append(words)
            writer.write(piece)
        writer.close()

    return answer


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def test_nobody_there_is_no_connection(call: Way) -> None:
    async with make_client(2.0) as client:
        with pytest.raises(httpx.ConnectError):
            await call(client, "POST", "http://127.0.0.1:1/")


async def test_a_server_that_cannot_show_who_it_is_gets_nothing(call: Way) -> None:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(2000))
        writer.write(PLAIN)
        writer.close()

    async with server(answer) as url, make_client(2.0) as client:
        with pytest.raises(httpx.ConnectError):
            await call(client, "POST", url.replace("http:", "https:"), json="canary")
    assert heard and b"canary" not in heard[0]


@pytest.mark.parametrize("pieces", [(), (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",), (b"rubbish\r\n\r\n",)])
async def test_no_whole_answer_is_not_the_same_as_no_connection(pieces: tuple[bytes, ...], call: Way) -> None:
    async with server(saying(*pieces)) as url, make_client(2.0) as client:
        with pytest.raises(httpx.TransportError) as raised:
            await call(client, "POST", url, json={"a": 1})
    assert not isinstance(raised.value, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


async def test_a_server_that_says_nothing_has_its_time(call: Way) -> None:
    async with server(silent) as url, make_client(0.2) as client:
        with pytest.raises(httpx.ReadTimeout):
            await call(client, "GET", url)


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
async def test_what_got_no_answer_is_not_quietly_sent_again(method: str, call: Way) -> None:
    heard: list[bytes] = []
    async with server(saying(PLAIN, heard=heard)) as url, make_client(2.0) as client:
        assert (await call(client, method, url)).status_code == 200
        with pytest.raises(httpx.TransportError):
            await call(client, method, url)
    assert len(heard) == 2


async def test_an_address_and_headers_arrive_as_they_were_written(call: Way) -> None:
    heard: list[bytes] = []
    async with server(saying(PLAIN, heard=heard)) as url, make_client(2.0) as client:
        path = "/v3/19%3Aabc%40thread.tacv2%3Bmessageid%3D1/a?$select=a,b&x=%2F"
        await call(client, "GET", f"{url}{path}", headers={"x-a": "b"})
    first, *headers = heard[0].split(b"\r\n")
    assert first == f"GET {path} HTTP/1.1".encode()
    names = sorted(line.split(b":")[0].lower() for line in headers if line)
    assert names == [b"accept", b"accept-encoding", b"connection", b"host", b"user-agent", b"x-a"]


async def test_what_was_packed_is_unpacked_once_and_nobody_is_led_elsewhere(call: Way) -> None:
    packed = gzip.compress(b'{"a": 1}')
    body = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(packed), packed)
    away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    async with server(saying(body, away)) as url, make_client(2.0) as client:
        assert (await call(client, "GET", url)).json() == {"a": 1}
        assert (await call(client, "GET", url)).status_code == 302


async def test_what_cannot_be_sent_is_an_error_like_all_others(call: Way) -> None:
    async with server(saying(PLAIN)) as url, make_client(2.0) as client:
        with pytest.raises(httpx.TransportError):
            await call(client, "GET", url, headers={"Authorization": "Bearer a\r\nb"})


@pytest.mark.parametrize("wrong", ["a b", "a\r\nX-More: 1", "\u00e9", "\x00"])
async def test_an_address_that_cannot_be_sent_is_not_sent(wrong: str) -> None:
    heard: list[bytes] = []
    async with server(saying(PLAIN, heard=heard)) as url, make_client(2.0) as client:
        with pytest.raises(httpx.InvalidURL):
            await client.request("GET", f"{url}/{wrong}")
    assert not heard


async def test_a_proxy_that_the_environment_names_is_used(monkeypatch: pytest.MonkeyPatch, call: Way) -> None:
    heard: list[bytes] = []
    async with server(saying(PLAIN, heard=heard)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        async with make_client(2.0) as client:
            assert (await call(client, "GET", "http://teams.example/a")).status_code == 200
    assert heard[0].startswith(b"GET http://teams.example/a ")


async def test_a_client_that_called_nobody_ends_too() -> None:
    await Pooled(ssl.create_default_context()).aclose()
