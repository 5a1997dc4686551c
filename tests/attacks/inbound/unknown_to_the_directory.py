"""Somebody who has left the organisation."""

from __future__ import annotations

from bot.words.sentences import NOT_FOR_YOU
from practice.channel import Message
from practice.outside import BEN
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200
TOLD = NOT_FOR_YOU
ASKS = True


async def attack(world: World, card: Message) -> Heard:
    directory = world.outside.directory
    directory.remove(BEN)
    try:
        return await write(world, person=BEN)
    finally:
        directory.add(BEN)
