"""An activity without an id, so that its deliveries could not be told apart."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.altering import DROP
from practice.channel import Message
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"id": DROP})
