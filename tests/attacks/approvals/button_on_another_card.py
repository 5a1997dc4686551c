"""The button is pressed on a message that is another request's card."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import another, approve, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await another(world, reply_to=card)
    return card


async def attack(world: World, card: Message) -> str:
    other = world.outside.channel.cards[1]
    return await approve(world, DANA, card, {"replyToId": other.id})
