"""A message that carries what a press carries, as old cards send it."""

from __future__ import annotations

from practice.altering import DROP
from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200


async def attack(world: World, card: Message) -> Heard:
    return await write(world, {"entities": [], "text": DROP, "value": {"verb": "approve", "data": card.card}})
