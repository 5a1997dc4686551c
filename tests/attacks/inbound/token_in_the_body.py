"""A good token, but in the body."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    activity = message(world, changes={"access_token": token(world), "Authorization": f"Bearer {token(world)}"})
    return await send(world, as_bytes(activity), signed=False)
