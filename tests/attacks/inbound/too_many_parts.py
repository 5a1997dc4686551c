"""A good activity with fifty thousand things in it that it mentions."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    return await send(world, as_bytes(message(world, changes={"entities": [{}] * 50_000})))
