"""A stranger's token that brings its own key."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    stranger = world.outside.login.stranger
    header = {"jwk": stranger.jwk(), "kid": world.outside.login.signing_key.kid}
    return await both(world, card, token=token(world, key=stranger, header=header))
