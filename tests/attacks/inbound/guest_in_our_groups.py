"""A guest whom somebody put into both groups."""

from __future__ import annotations

from bot.words.sentences import NOT_FOR_YOU
from practice.channel import Message
from practice.outside import BA_GROUP, DEVELOPER_GROUP, GUEST
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200
TOLD = NOT_FOR_YOU
ASKS = True


async def attack(world: World, card: Message) -> Heard:
    directory = world.outside.directory
    directory.join(GUEST, BA_GROUP)
    directory.join(GUEST, DEVELOPER_GROUP)
    try:
        return await write(world, person=GUEST)
    finally:
        directory.add(GUEST)
