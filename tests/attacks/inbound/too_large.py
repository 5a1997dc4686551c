"""A good activity whose text is a million characters long."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 413


async def attack(world: World, card: Message) -> Heard:
    activity = message(world, changes={"text": "canary" * 170_000})
    return await send(world, as_bytes(activity))
