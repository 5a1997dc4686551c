"""Dana types the code in a new thread, where nobody sees what it is about."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, typed_code, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, f"approve {await typed_code(world, card)}", None)
