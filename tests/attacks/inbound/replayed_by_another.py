"""The id of the message that opened the request, on an outsider's message."""

from __future__ import annotations

from bot.words.sentences import NOT_FOR_YOU
from practice.channel import Message
from practice.outside import OUTSIDER
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200
TOLD = NOT_FOR_YOU
ASKS = True


async def attack(world: World, card: Message) -> Heard:
    [first, *_] = world.outside.channel.messages
    return await write(world, {"id": first.id}, person=OUTSIDER)
