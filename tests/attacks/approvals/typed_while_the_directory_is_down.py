"""Dana types the code while the directory answers nothing."""

from __future__ import annotations

from handlers.answers import Say
from practice import faults
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, typed_code, waiting
from tests.world import World

REFUSED = Say.CANNOT_CHECK_YOU

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.faults.always("graph", faults.status(503))
    return await typed(world, DANA, f"approve {await typed_code(world, card)}", card)
