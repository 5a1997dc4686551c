"""Compressed bytes that would fill the memory."""

from __future__ import annotations

import gzip

from practice.channel import Message
from tests.attacks.knocks import Heard, send
from tests.world import World

STATUS = 415


async def attack(world: World, card: Message) -> Heard:
    return await send(world, gzip.compress(b"\0" * 10_000_000), {"Content-Encoding": "gzip"})
