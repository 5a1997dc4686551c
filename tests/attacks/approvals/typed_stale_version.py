"""Dana types the code of the card as it was before Ben changed the request."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import BEN, DANA
from tests.attacks.moves import asked_once_more, fresh, typed, typed_code, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.press(BEN, card, "Change details")
    return await asked_once_more(world, await fresh(world, card, "Check the details"))


async def attack(world: World, card: Message) -> str:
    code, version = (await typed_code(world, card)).split("-")
    return await typed(world, DANA, f"approve {code}-{int(version) - 2}", card)
