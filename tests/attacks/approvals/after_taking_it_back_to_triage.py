"""Dana approves what she took back to triage, once Ben has asked for it again."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, asked_once_more, fresh, waiting
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.press(DANA, card, "Change details")
    return await asked_once_more(world, await fresh(world, card, "Check the details"))


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
