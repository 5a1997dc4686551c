"""Dana types confirm for a deletion without the first step."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import deletion, typed, typed_code
from tests.world import World

REFUSED = Say.APPROVE_FIRST


async def prepare(world: World) -> Message:
    return await deletion(world)


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, f"confirm deletion {await typed_code(world, card)}", card)
