"""Dana lets go on what she paused herself, under her object id in capitals."""

from __future__ import annotations

from dataclasses import replace

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, waiting
from tests.world import World

REFUSED = Say.OWN_PAUSE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await typed(world, DANA, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    with_capitals = replace(DANA, object_id=DANA.object_id.upper())
    return await typed(world, with_capitals, "resume", card)
