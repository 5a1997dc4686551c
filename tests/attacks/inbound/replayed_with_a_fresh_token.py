"""The message that opened the request, sent again with a good token."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, deliver
from tests.world import World

STATUS = 200


async def attack(world: World, card: Message) -> Heard:
    [first, *_] = world.outside.channel.messages
    return await deliver(world, dict(first.activity))
