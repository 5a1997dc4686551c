"""A good token that was made for another bot."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, claims={"aud": "11111111-2222-3333-4444-555555555555"}))
