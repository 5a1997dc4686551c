"""A bot that brings a developer's object id."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"from.id": "28:canary", "from.aadObjectId": DANA.object_id})
