"""Dana types the code without having activated her production access."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, typed_code
from tests.world import World

REFUSED = Refusal.NOT_ACTIVE


async def prepare(world: World) -> Message:
    return await world.asked()


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, f"approve {await typed_code(world, card)}", card)
