"""An activity as a part of several."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 415


async def attack(world: World, card: Message) -> Heard:
    body = b"--x\r\nContent-Type: application/json\r\n\r\n" + as_bytes(message(world)) + b"\r\n--x--\r\n"
    return await send(world, body, {"Content-Type": "multipart/form-data; boundary=x"})
