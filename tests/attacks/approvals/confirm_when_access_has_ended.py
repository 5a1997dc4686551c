"""Dana's production access ends between Approve and Confirm deletion."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Refusal.NOT_ACTIVE


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    return card


async def attack(world: World, card: Message) -> str:
    world.outside.directory.deactivate(DANA)
    return await confirm(world, DANA, card)
