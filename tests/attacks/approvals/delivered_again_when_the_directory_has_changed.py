"""A refused press is delivered again after Dana's access was activated."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import told
from tests.world import World

REFUSED = Refusal.NOT_ACTIVE


async def prepare(world: World) -> Message:
    return await world.asked()


async def attack(world: World, card: Message) -> str:
    first = await world.outside.teams.click(DANA, card, "Approve")
    world.outside.directory.activate(DANA)
    return told(await world.outside.teams.invoke_raw(first.activity))
