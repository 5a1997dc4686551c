"""An HTML copy of a hundred thousand and one characters, beside a short text."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    return await write(world, {"attachments.0.content": "c" * 100_001})
