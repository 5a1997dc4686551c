"""A body with a length and in chunks, so that two servers read two different requests."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, send_raw, token
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    head = f"POST /api/messages HTTP/1.1\r\nHost: bot\r\nAuthorization: Bearer {token(world)}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    return await send_raw(world, head.encode())
