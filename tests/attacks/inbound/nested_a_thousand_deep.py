"""A good activity with a value a thousand objects deep."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    body = as_bytes(message(world, changes={"value": "deep"}))
    return await send(world, body.replace(b'"deep"', b'{"a":' * 1000 + b"1" + b"}" * 1000))
