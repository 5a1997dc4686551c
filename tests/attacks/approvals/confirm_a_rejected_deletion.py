"""Dana confirms the deletion that Elif has rejected in between."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    await world.press(ELIF, card, "Reject", reason="The wrong person")
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
