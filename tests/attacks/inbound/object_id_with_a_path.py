"""A developer's object id with a way to somebody else behind it."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"from.aadObjectId": f"{DANA.object_id}/../{ELIF.object_id}"})
