"""A way to PostgreSQL that counts round trips: how often the server said that it waits for the next thing to do."""

from __future__ import annotations

import asyncio
from collections import Counter

READY = b"Z"
ASKS_FOR_TLS = (80877103).to_bytes(4)
NAME = b"application_name\0"


class CountingProxy:
    """Passes bytes both ways; `trips` counts by the name that a session gave itself when it began."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self.trips: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(*self._target)
        hello = await _hello(reader)
        if hello.endswith(ASKS_FOR_TLS):
            writer.write(b"N")
            hello = await _hello(reader)
        server_writer.write(hello)
        name = hello.partition(NAME)[2].partition(b"\0")[0].decode() or "unnamed"
        up = asyncio.create_task(self._upwards(reader, server_writer))
        down = asyncio.create_task(self._downwards(server_reader, writer, name))
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)
        server_writer.close()
        writer.close()

    async def _upwards(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            server.write(data)

    async def _downwards(self, server: asyncio.StreamReader, client: asyncio.StreamWriter, name: str) -> None:
        while True:
            head = await server.readexactly(5)
            body = await server.readexactly(int.from_bytes(head[1:]) - 4)
            self.trips[name] += head[:1] == READY
            client.write(head + body)


async def _hello(reader: asyncio.StreamReader) -> bytes:
    length = await reader.readexactly(4)
    return length + await reader.readexactly(int.from_bytes(length) - 4)
