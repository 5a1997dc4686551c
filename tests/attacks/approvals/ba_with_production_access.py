"""A business analyst who has production access approves."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import BEN
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.activate(BEN)
    return await approve(world, BEN, card)
