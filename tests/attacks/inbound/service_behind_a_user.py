"""A good token for a strange host that has a known one for a user."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    elsewhere = "https://127.0.0.1@canary.example.com/teams/"
    bearer = token(world, claims={"serviceurl": elsewhere})
    return await both(world, card, {"serviceUrl": elsewhere}, token=bearer)
