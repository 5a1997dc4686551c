"""A good activity, compressed."""

from __future__ import annotations

import gzip

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 415


async def attack(world: World, card: Message) -> Heard:
    return await send(world, gzip.compress(as_bytes(message(world))), {"Content-Encoding": "gzip"})
