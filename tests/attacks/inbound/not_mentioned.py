"""A message in our channel that does not mention the bot."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200


async def attack(world: World, card: Message) -> Heard:
    return await write(world, {"entities": []})
