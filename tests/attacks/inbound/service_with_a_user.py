"""A good token for a known host with a user and a password before it."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    elsewhere = world.outside.service_url.replace("://", "://canary:canary@")
    bearer = token(world, claims={"serviceurl": elsewhere})
    return await both(world, card, {"serviceUrl": elsewhere}, token=bearer)
