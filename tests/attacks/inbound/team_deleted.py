"""News that the team was deleted."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"type": "conversationUpdate", "channelData.eventType": "teamDeleted"})
