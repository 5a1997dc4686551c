"""Dana types, in the first request's thread, the code of a request in another one."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import another, typed, typed_code, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await another(world)
    return card


async def attack(world: World, card: Message) -> str:
    other = world.outside.channel.cards[1]
    return await typed(world, DANA, f"approve {await typed_code(world, other)}", card)
