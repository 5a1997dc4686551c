"""A token that will be issued in an hour."""

from __future__ import annotations

import time

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, claims={"iat": int(time.time()) + 3600}))
