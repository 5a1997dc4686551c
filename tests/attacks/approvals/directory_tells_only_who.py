"""Dana approves while the directory tells who she is, but not her groups."""

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
    world.outside.faults.always("graph", faults.status(503), method="POST")
    return await approve(world, DANA, card)
