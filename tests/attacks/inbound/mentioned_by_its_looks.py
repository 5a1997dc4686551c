"""A message that only looks as if it mentioned the bot."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200


async def attack(world: World, card: Message) -> Heard:
    return await write(world, {"entities.0.mentioned.id": "28:11111111-2222-3333-4444-555555555555"})
