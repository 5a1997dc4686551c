"""A token that is long, but not too long to be read."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await write(world, token="eyJ" * 2_300)
