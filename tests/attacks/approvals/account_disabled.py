"""Dana approves from an account that was disabled while her groups stayed."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_BA_OR_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.enable(DANA, False)
    return await approve(world, DANA, card)
