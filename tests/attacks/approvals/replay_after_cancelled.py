"""Elif presses the Approve that her client still shows after Amina cancelled."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import AMINA, ELIF
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.press(AMINA, card, "Cancel")
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
