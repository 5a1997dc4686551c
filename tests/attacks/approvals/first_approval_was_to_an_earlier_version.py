"""The approval that Dana gave before the request went back to triage is counted as the first of two."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import BEN, DANA, ELIF
from tests.attacks.moves import approve, asked_once_more, data_of, fresh, waiting
from tests.world import World

REFUSED = None
SETTINGS = {"UNLINKS_PER_DAY": "0"}
TOLD = "One more developer has to approve"
RECORDED = ("approve", "one_more_needed")


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    await world.press(BEN, world.outside.channel.find(card), "Change details")
    return await asked_once_more(world, await fresh(world, card, "Check the details"))


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
