"""A good token of another bot, changed to be for ours."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    header, _, signature = token(world, claims={"aud": "11111111-2222-3333-4444-555555555555"}).split(".")
    return await both(world, card, token=f"{header}.{token(world).split('.')[1]}.{signature}")
