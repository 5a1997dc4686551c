"""A stranger's signature under the id of a key that is good."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(
        world,
        card,
        token=token(world, key=world.outside.login.stranger, header={"kid": world.outside.login.signing_key.kid}),
    )
