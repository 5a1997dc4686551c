"""Dana presses the first card's button with the payload of another request in the same thread."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import another, approve, data_of, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await another(world, reply_to=card)
    return card


async def attack(world: World, card: Message) -> str:
    other = world.outside.channel.cards[1]
    return await approve(world, DANA, card, {"value.action.data": data_of(other)})
