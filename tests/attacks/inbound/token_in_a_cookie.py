"""A good token, but in a cookie."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await send(
        world,
        as_bytes(message(world)),
        {"Cookie": f"Authorization=Bearer {token(world)}; token={token(world)}"},
        signed=False,
    )
