"""A guest who was put into every group approves."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import BA_GROUP, DEVELOPER_GROUP, GUEST, PRODUCTION_ACCESS_GROUP
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_BA_OR_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    for group in (BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP):
        world.outside.directory.join(GUEST, group)
    return await approve(world, GUEST, card)
