"""A stranger's token that says where its own key set is: nobody looks there."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    header = {"jku": f"{world.outside.url}/openid/strangers/keys"}
    heard = await both(world, card, token=token(world, key=world.outside.login.stranger, header=header))
    assert not [call for call in world.outside.faults.of("openid") if "strangers" in call.path]
    return heard
