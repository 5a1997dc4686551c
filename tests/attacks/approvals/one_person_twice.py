"""Dana gives the second approval too, where two developers have to approve."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, data_of, waiting
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"UNLINKS_PER_DAY": "0"}


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    return world.outside.channel.find(card)


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
