"""The token with which the bot itself calls Graph, sent to the bot."""

from __future__ import annotations

from practice.channel import Message
from practice.login import GRAPH
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, token=world.outside.login.issue(GRAPH))
