"""Dana types the code with a version that is still to come."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, typed_code, waiting
from tests.world import World

REFUSED = Say.STALE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    code, version = (await typed_code(world, card)).split("-")
    return await typed(world, DANA, f"approve {code}-{int(version) + 1}", card)
