"""A way to PostgreSQL that cuts the connection at a word: before the server hears it, or after, without its reply."""

from __future__ import annotations

import asyncio

COMMIT = b"COMMIT;\x00"


class CuttingProxy:
    """Passes bytes both ways until `cut_at` ("before" or "after") and the word meet, at most `most` times."""

    def __init__(self, host: str, port: int, *, word: bytes = COMMIT, most: int = 1000) -> None:
        self._target, self._word, self._most = (host, port), word, most
        self.cut_at: str | None = None
        self.cuts = 0
        self.refuse = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuse:
            writer.close()
            return
        server_reader, server_writer = await asyncio.open_connection(*self._target)
        silent = asyncio.Event()
        up = asyncio.create_task(self._upwards(reader, server_writer, silent))
        down = asyncio.create_task(self._downwards(server_reader, writer, silent))
        self._tasks |= {up, down}
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        # Give the server the time to do what it was told before its client vanishes.
        await asyncio.sleep(0.2 if silent.is_set() else 0)
        up.cancel()
        down.cancel()
        server_writer.close()
        writer.close()

    async def _upwards(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter, silent: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if self.cut_at and self._word in data and self.cuts < self._most:
                self.cuts += 1
                silent.set()
                if self.cut_at == "after":
                    server.write(data)
                    await server.drain()
                return
            server.write(data)
            await server.drain()

    async def _downwards(
        self, server: asyncio.StreamReader, client: asyncio.StreamWriter, silent: asyncio.Event
    ) -> None:
        while data := await server.read(65536):
            if silent.is_set():
                continue
            client.write(data)
            await client.drain()
