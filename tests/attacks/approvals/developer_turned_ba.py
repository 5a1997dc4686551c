"""Dana approves a moment after she moved from the developers to the business analysts."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import BA_GROUP, DANA, DEVELOPER_GROUP
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.leave(DANA, DEVELOPER_GROUP)
    world.outside.directory.join(DANA, BA_GROUP)
    return await approve(world, DANA, card)
