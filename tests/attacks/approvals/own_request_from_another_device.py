"""Dana approves her own request as a client that knows her by another Teams id and name."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    world.outside.directory.activate(DANA)
    return await world.asked(person=DANA)


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"from.id": ELIF.teams_id, "from.name": ELIF.name})
