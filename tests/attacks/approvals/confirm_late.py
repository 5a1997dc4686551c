"""Dana confirms a deletion when the two minutes are over."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Say.CONFIRMED_TOO_LATE


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    await world.bot_rows("UPDATE confirmations SET until = now() - interval '1 second'")
    return card


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
