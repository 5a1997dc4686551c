"""Dana's first step, taken before Ben changed the request, is confirmed on the new card."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import UNTIL_IT_WAITS, approve, confirm, deletion, fresh
from tests.world import CHECKED, World

REFUSED = Say.CONFIRMED_TOO_LATE


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    await world.press(BEN, card, "Change details")
    again = await fresh(world, card, "Check the details")
    await world.press(BEN, again, "Ask a developer", **CHECKED, confirm_email=world.people["full_profile"])
    return await fresh(world, card, UNTIL_IT_WAITS)


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
