"""A press that comes from another tenant."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import AMINA, DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = None
TOLD = WRONG_PLACE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"channelData.tenant.id": AMINA.object_id})
