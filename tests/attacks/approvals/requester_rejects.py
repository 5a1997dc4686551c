"""Dana, who asked, presses Reject, so that nobody else looks at what she asked for."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import told
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    world.outside.directory.activate(DANA)
    return await world.asked(person=DANA)


async def attack(world: World, card: Message) -> str:
    return told(await world.outside.teams.click(DANA, card, "Reject", {"reason": "Never mind"}))
