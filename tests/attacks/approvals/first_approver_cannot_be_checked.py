"""The directory fails for the first approver just as the second one approves."""

from __future__ import annotations

from handlers.answers import Say
from practice import faults
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, data_of, waiting
from tests.world import World

REFUSED = Say.CANNOT_CHECK_OTHERS
SETTINGS = {"UNLINKS_PER_DAY": "0"}


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    return world.outside.channel.find(card)


async def attack(world: World, card: Message) -> str:
    world.outside.faults.queue("graph", faults.FINE, faults.FINE, faults.status(503), faults.status(503))
    return await approve(world, ELIF, card)
