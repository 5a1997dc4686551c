"""The bot itself, with a developer's object id."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import APP_ID, DANA
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"from.id": f"28:{APP_ID}", "from.aadObjectId": DANA.object_id})
