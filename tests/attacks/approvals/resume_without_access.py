"""Dana lets go on what Ben paused, though her production access has ended."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import typed, waiting
from tests.world import World

REFUSED = Say.NOT_ACTIVE_TO_RESUME


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await typed(world, BEN, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    world.outside.directory.deactivate(DANA)
    return await typed(world, DANA, "resume", card)
