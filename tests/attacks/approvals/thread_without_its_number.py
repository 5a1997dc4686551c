"""Dana's client names the channel as the conversation, without the thread."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import CHANNEL_ID, DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"conversation.id": CHANNEL_ID})
