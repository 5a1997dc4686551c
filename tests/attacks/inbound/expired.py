"""A token that ended six minutes ago, a minute past the leeway."""

from __future__ import annotations

import time

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, claims={"exp": int(time.time()) - 360}))
