"""Dana approves what she edited before Ben asked for it."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, asked_once_more, fresh
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    world.outside.directory.activate(DANA)
    card = await world.request("linked")
    await world.press(DANA, card, "Change details", ticket="Z-77")
    return await asked_once_more(world, await fresh(world, card, "Z-77"))


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
