"""A bad token, and a good one in a second header."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await send(
        world,
        as_bytes(message(world)),
        [("Authorization", "Bearer canary"), ("Authorization", f"Bearer {token(world)}")],
        signed=False,
    )
