"""Dana's client puts a NUL character, which is dropped elsewhere, into the digest."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, data_of, waiting
from tests.world import World

REFUSED = Say.STALE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    digest = data_of(card)["digest"]
    return await approve(world, DANA, card, {"value.action.data.digest": f"{digest[:9]}\0{digest[9:]}"})
