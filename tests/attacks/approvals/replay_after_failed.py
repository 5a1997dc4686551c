"""Elif presses the Approve that her client still shows after the action found the account changed."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, fresh, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.tv_rows("UPDATE jobseekers SET account_closed_on = now() WHERE email = $1", world.people["linked"])
    await approve(world, DANA, card)
    await fresh(world, card, "The account changed after it was approved")
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
