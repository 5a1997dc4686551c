"""Dana approves while the directory answers 403."""

from __future__ import annotations

from handlers.answers import Say
from practice import faults
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.CANNOT_CHECK_YOU

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.faults.always("graph", faults.status(403))
    return await approve(world, DANA, card)
