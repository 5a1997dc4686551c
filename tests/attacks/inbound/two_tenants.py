"""An activity whose conversation is of another tenant than its channel."""

from __future__ import annotations

from bot.words.sentences import WRONG_PLACE
from practice.channel import Message
from tests.attacks.knocks import Heard, both
from tests.world import World

STATUS = 200
TOLD = WRONG_PLACE


async def attack(world: World, card: Message) -> Heard:
    return await both(world, card, {"conversation.tenantId": "11111111-2222-3333-4444-555555555555"})
