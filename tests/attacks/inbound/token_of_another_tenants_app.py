"""A token that Entra issued to an app of another tenant, for our bot."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    stranger = world.outside.login.stranger
    claims = {"iss": "https://sts.windows.net/11111111-2222-3333-4444-555555555555/", "appid": "canary"}
    return await both(world, card, token=token(world, key=stranger, claims=claims))
