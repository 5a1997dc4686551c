"""A good activity with a number that takes long to read."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    body = as_bytes(message(world, changes={"value": "digits"}))
    return await send(world, body.replace(b'"digits"', b"9" * 5_000))
