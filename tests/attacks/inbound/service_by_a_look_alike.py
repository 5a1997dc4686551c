"""A good token for a host that looks like a known one."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    elsewhere = "http://127.0.0.𝟣/connector/"
    bearer = token(world, claims={"serviceurl": elsewhere})
    return await both(world, card, {"serviceUrl": elsewhere}, token=bearer)
