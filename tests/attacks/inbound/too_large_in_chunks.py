"""A body in chunks, without a length, that never wants to end."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, send_raw, token
from tests.world import World

STATUS = 413


async def attack(world: World, card: Message) -> Heard:
    head = f"POST /api/messages HTTP/1.1\r\nHost: bot\r\nAuthorization: Bearer {token(world)}\r\n"
    head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return await send_raw(world, head.encode() + (b"1000\r\n" + b"a" * 0x1000 + b"\r\n") * 70)
