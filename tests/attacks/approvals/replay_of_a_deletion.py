"""Dana confirms once more on the card that her client still shows after the deletion."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, confirm, deletion, fresh
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    await confirm(world, DANA, card)
    await fresh(world, card, "are deleted")
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
