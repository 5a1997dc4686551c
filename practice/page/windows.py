"""One stream of server-sent events for each window: everything at first, then what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from aiohttp import web

from practice.altering import Json
from practice.page.guard import HEADERS
from practice.waiting import Changes

HEARTBEAT: Final = 15.0
"""Seconds; tells a window that we are still here, and us that it is gone."""
Parts = dict[str, object]


async def stream(request: web.Request, changes: Changes, parts: Callable[[], Parts]) -> web.StreamResponse:
    """Send the named parts of a window's picture, again whenever one differs; null for a part that is gone."""
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    sent: dict[str, str] = {}
    event = "all"
    try:
        while True:
            rings = changes.rings
            now = {name: json.dumps(part) for name, part in parts().items()}
            news: Json = {name: json.loads(text) for name, text in now.items() if sent.get(name) != text}
            news |= {name: None for name in sent if name not in now}
            if news or event == "all":
                await response.write(f"event: {event}\ndata: {json.dumps(news)}\n\n".encode())
            sent, event = now, "some"
            if not await changes.wait(rings, HEARTBEAT):
                await response.write(b": still here\n\n")
    except (ConnectionResetError, ConnectionAbortedError):
        return response
