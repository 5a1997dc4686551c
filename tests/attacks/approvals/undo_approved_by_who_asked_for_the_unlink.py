"""Dana, who asked for an unlink, approves that it is undone, as Ben asks."""

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
    await approve(world, ELIF, first)
    await world.press(BEN, await fresh(world, first, "Undo unlink"), "Undo unlink")
    return await asked_once_more(world, await world.card("Ask a developer", 1))


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
