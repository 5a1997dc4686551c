"""Amina, who has production access but is no developer, lets go on what Ben paused."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import AMINA, BEN
from tests.attacks.moves import typed, waiting
from tests.world import World

REFUSED = Refusal.NOT_DEVELOPER


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await typed(world, BEN, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    world.outside.directory.activate(AMINA)
    return await typed(world, AMINA, "resume", card)
