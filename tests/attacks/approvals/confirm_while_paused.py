"""Ben pauses everything between Dana's Approve and her Confirm deletion."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import approve, confirm, deletion, typed
from tests.world import World

REFUSED = Say.PAUSED


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    await typed(world, BEN, "pause", card)
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
