"""A good token for a known host that is spoken to otherwise."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    elsewhere = world.outside.service_url.replace("http", "ftp")
    bearer = token(world, claims={"serviceurl": elsewhere})
    return await both(world, card, {"serviceUrl": elsewhere}, token=bearer)
