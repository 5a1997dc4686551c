"""Elif presses the Approve that her client still shows after the request expired."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import ELIF
from tests.attacks.moves import approve, fresh, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.bot_rows("UPDATE requests SET due_at = now() - interval '1 second'")
    await fresh(world, card, "Ask again")
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
