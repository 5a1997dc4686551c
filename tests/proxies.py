"""Servers between the bot and a database: what each does with a connection is its own affair."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar
from urllib.parse import urlsplit, urlunsplit


class Proxy(Protocol):
    """Passes one connection on to the server that it was made for."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None: ...


Made = TypeVar("Made", bound=Proxy)


@asynccontextmanager
async def in_front_of(url: str, make: Callable[[str, int], Made]) -> AsyncIterator[tuple[Made, str]]:
    """A proxy, made with host and port of the database at this address, and the address to use instead. Without TLS."""
    parts = urlsplit(url)
    assert parts.hostname and parts.port
    proxy = make(parts.hostname, parts.port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield proxy, urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{port}")))
    finally:
        server.close()
