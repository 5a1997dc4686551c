"""Dana approves while all actions are paused."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import approve, typed, waiting
from tests.world import World

REFUSED = Say.PAUSED


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await typed(world, BEN, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
