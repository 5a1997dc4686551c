"""The card is forwarded to another thread and approved there."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD

prepare = waiting


async def attack(world: World, card: Message) -> str:
    elsewhere = await world.say("Look at this one", ELIF, mention_bot=False)
    assert elsewhere.message is not None
    there = world.outside.channel.conversation(elsewhere.message.root)
    return await approve(world, DANA, card, {"conversation.id": there, "replyToId": elsewhere.message.id})
