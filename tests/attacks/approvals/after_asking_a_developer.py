"""Dana approves what Amina opened and Dana herself sent to the developers."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import UNTIL_IT_WAITS, approve, fresh
from tests.world import CHECKED, World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    world.outside.directory.activate(DANA)
    card = await world.request("linked")
    await world.press(DANA, card, "Ask a developer", **CHECKED)
    return await fresh(world, card, UNTIL_IT_WAITS)


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
