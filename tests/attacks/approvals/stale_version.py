"""Dana presses Approve on the card as it was before Ben changed what she would approve."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import approve, asked_once_more, fresh, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    old = await waiting(world)
    await world.press(BEN, old, "Change details")
    again = await fresh(world, old, "Check the details")
    await world.press(BEN, again, "Change details", current_email="new.address@example.com")
    await asked_once_more(world, await fresh(world, old, "new.address@example.com"))
    return old


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
