"""Dana presses Approve for a deletion and leaves it at that."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, deletion
from tests.world import World

REFUSED = None
TOLD = "Nothing was done yet"
RECORDED = ("asked_to_confirm", None)


async def prepare(world: World) -> Message:
    return await deletion(world)


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
