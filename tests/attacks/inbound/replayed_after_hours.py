"""The message that opened the request, captured and sent again hours later with its token."""

from __future__ import annotations

import time

from practice.channel import Message
from tests.attacks.knocks import Heard, deliver, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    [first, *_] = world.outside.channel.messages
    hours_ago = int(time.time()) - 4 * 3600
    spent = token(world, claims={"nbf": hours_ago, "exp": hours_ago + 3600})
    return await deliver(world, dict(first.activity), spent)
