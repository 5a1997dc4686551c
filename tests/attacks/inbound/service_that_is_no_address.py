"""A good token for a service that has no address."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    elsewhere = "http://[canary"
    bearer = token(world, claims={"serviceurl": elsewhere})
    return await both(world, card, {"serviceUrl": elsewhere}, token=bearer)
