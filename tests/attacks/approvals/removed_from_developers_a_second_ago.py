"""Dana approves a moment after she was taken out of the developers."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA, DEVELOPER_GROUP
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_BA_OR_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.leave(DANA, DEVELOPER_GROUP)
    return await approve(world, DANA, card)
