"""An input named digest puts another request's digest into the button's data."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import another, approve, data_of, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await another(world, reply_to=card)
    return card


async def attack(world: World, card: Message) -> str:
    digest = data_of(world.outside.channel.cards[1])["digest"]
    return await approve(world, DANA, card, {"value.action.data.digest": digest})
