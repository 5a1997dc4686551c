"""A BA who was taken out of the group a moment ago."""

from __future__ import annotations

from bot.words.sentences import NOT_FOR_YOU
from practice.channel import Message
from practice.outside import BA_GROUP, BEN
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200
TOLD = NOT_FOR_YOU
ASKS = True


async def attack(world: World, card: Message) -> Heard:
    directory = world.outside.directory
    directory.leave(BEN, BA_GROUP)
    try:
        return await write(world, person=BEN)
    finally:
        directory.join(BEN, BA_GROUP)
