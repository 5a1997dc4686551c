"""A token signed by HMAC with the public key as the secret."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(
        world, card, token=token(world, algorithm="HS256", key=world.outside.login.signing_key.public_pem())
    )
