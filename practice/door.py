"""The door between the bot and the service database: shut it, and the database is down for the bot alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

CHUNK = 64 * 1024


class Door:
    """Passes bytes both ways while it is open."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._shut = False
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def shut(self) -> bool:
        """Whether the database is out of reach."""
        return self._shut

    def close(self) -> None:
        """Cut every connection and refuse new ones."""
        self._shut = True
        for task in self._passing:
            task.cancel()

    def open(self) -> None:
        """Let connections through again."""
        self._shut = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it or the door shuts."""
        if self._shut:
            writer.close()
            return
        try:
            inner_reader, inner_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        ways = {asyncio.create_task(_pump(reader, inner_writer)), asyncio.create_task(_pump(inner_reader, writer))}
        self._passing |= ways
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._passing -= ways
            for way in ways:
                way.cancel()
            writer.close()
            inner_writer.close()


@asynccontextmanager
async def door_to(url: str) -> AsyncIterator[tuple[Door, str]]:
    """A door in front of the database at this address, and the address to use instead."""
    parts = urlsplit(url)
    door = Door(parts.hostname or "127.0.0.1", parts.port or 5432)
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0)
    credentials, at, _ = parts.netloc.rpartition("@")
    place = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield door, urlunsplit(parts._replace(netloc=f"{credentials}{at}{place}"))
    finally:
        server.close()
        door.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except OSError:
        return
