"""The signature of another good token."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    mine, others = token(world), token(world, claims={"jti": "other"})
    return await both(world, card, token=f"{mine.rpartition('.')[0]}.{others.rpartition('.')[2]}")
