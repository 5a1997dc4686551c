"""Dana asks for an unlink to be undone and approves that herself."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, asked_once_more, fresh, waiting
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    first = await waiting(world)
    await approve(world, ELIF, first)
    await world.press(DANA, await fresh(world, first, "Undo unlink"), "Undo unlink")
    return await asked_once_more(world, await world.card("Ask a developer", 1))


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
