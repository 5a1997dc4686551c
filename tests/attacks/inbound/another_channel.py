"""An activity from another channel of our team."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from practice.outside import GENERAL_ID
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(
        world, card, {"channelData.channel.id": GENERAL_ID, "conversation.id": f"{GENERAL_ID};messageid=1"}
    )
