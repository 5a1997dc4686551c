"""A good token without its signature."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    whole = token(world)
    return await both(world, card, token=whole[: whole.rindex(".") + 1])
