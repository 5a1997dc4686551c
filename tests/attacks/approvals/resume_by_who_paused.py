"""Dana lets go on what she paused herself."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, waiting
from tests.world import World

REFUSED = Say.OWN_PAUSE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await typed(world, DANA, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, "resume", card)
