"""A client that refreshes by itself sends Confirm deletion along."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Say.NOT_A_CLICK


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card, {"value.trigger": "automatic"})
