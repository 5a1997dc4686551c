"""A token for several bots, ours among them."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import APP_ID
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, claims={"aud": [APP_ID, "11111111-2222-3333-4444-555555555555"]}))
