"""What the bot writes to its log about requests that break HTTP itself: that they came, nothing of what was in them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

from practice.bot_process import bot_process
from practice.outside import Outside
from tests.world import settings_for

START = b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
BROKEN = {
    "a token that is far too long": b"Authorization: Bearer " + b"canary" * 3000 + b"\r\n\r\n",
    "a header name with a blank": b"Author ization: Bearer canary\r\n\r\n",
    "a zero in the token": b"Authorization: Bearer can\0ary canary\r\n\r\n",
    "no length": b"Content-Length: canary\r\n\r\n",
    "two lengths": b"Content-Length: 6\r\nContent-Length: 7\r\n\r\ncanary",
    "a length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\ncanary",
    "no chunk": b'Transfer-Encoding: chunked\r\n\r\n{"text": "canary"}\r\n',
}


async def test_the_log_holds_nothing_of_a_request_that_cannot_be_read(
    databases: tuple[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    async with Outside() as outside, bot_process(settings_for(outside, *databases), log) as url:
        for rest in BROKEN.values():
            assert (await _sent(url, START + rest)).split(b" ", 2)[1] in (b"400", b"401")
        assert (await _sent(url, b"GET /livez HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n")).startswith(
            b"HTTP/1.1 200"
        )
    told = [json.loads(line) for line in log.read_text().splitlines()]
    complaints = [each for each in told if each["event"] == "library_complained"]
    assert len(complaints) >= len(BROKEN) - 1
    assert {each["library"] for each in complaints} == {"aiohttp.server"}
    assert {each["why"] for each in complaints} <= {"BadHttpMessage", "LineTooLong", "TransferEncodingError"}
    assert "can" not in log.read_text()


async def _sent(url: str, request: bytes) -> bytes:
    address = urlsplit(url)
    reading, writing = await asyncio.open_connection(address.hostname, address.port)
    writing.write(request)
    try:
        return await asyncio.wait_for(reading.read(), 10)
    finally:
        writing.close()
