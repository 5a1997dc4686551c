"""Dana presses Approve and then types the code for the second approval."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, data_of, typed, typed_code, waiting
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"UNLINKS_PER_DAY": "0"}


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    return world.outside.channel.find(card)


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, f"approve {await typed_code(world, card)}", card)
