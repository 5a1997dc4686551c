"""Dana's client sends Confirm deletion without the first step."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import confirm, deletion
from tests.world import World

REFUSED = Say.APPROVE_FIRST


async def prepare(world: World) -> Message:
    return await deletion(world)


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
