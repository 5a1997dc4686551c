"""A press that comes from another channel of the team."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = None
TOLD = WRONG_PLACE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"channelData.channel.id": "19:other@thread.tacv2"})
