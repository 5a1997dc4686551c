"""A token with several issuers, the good one among them."""

from __future__ import annotations

from practice.channel import Message
from practice.login import BOT_FRAMEWORK
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=token(world, claims={"iss": [BOT_FRAMEWORK, "https://issuer.example"]}))
