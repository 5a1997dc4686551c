"""An empty body."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    return await send(world, b"")
