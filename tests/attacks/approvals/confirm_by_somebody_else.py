"""Elif confirms the deletion that Dana took the first step of."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Say.APPROVE_FIRST


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, ELIF, card)
