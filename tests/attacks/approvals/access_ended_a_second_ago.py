"""Dana approves a moment after her production access ended."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_ACTIVE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.deactivate(DANA)
    return await approve(world, DANA, card)
