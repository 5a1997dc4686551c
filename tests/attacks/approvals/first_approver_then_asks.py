"""Dana approves as the first of two, edits the request, and approves what she edited."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, asked_once_more, data_of, fresh, waiting
from tests.world import World

REFUSED = Refusal.OWN_REQUEST
SETTINGS = {"UNLINKS_PER_DAY": "0"}


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    await world.press(DANA, world.outside.channel.find(card), "Change details")
    return await asked_once_more(world, await fresh(world, card, "Check the details"))


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
