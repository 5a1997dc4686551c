"""A published key that is endorsed for no channel."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, key_for, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, key=key_for()))
