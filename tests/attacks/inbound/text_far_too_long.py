"""A text of a hundred thousand and one characters."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"text": "c" * 100_001})
