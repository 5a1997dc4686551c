"""Dana approves her own rejected request after Ben has asked for it again."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import BEN, DANA, ELIF
from tests.attacks.moves import approve, asked_once_more, fresh
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    for developer in (DANA, ELIF):
        world.outside.directory.activate(developer)
    first = await world.asked(person=DANA)
    await world.press(ELIF, first, "Reject", reason="Ask the school first")
    await world.press(BEN, await fresh(world, first, "Ask again"), "Ask again")
    second = await world.card("Check the details", 1)
    return await asked_once_more(world, second)


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
