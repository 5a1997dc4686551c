"""Dana types a code that no request has."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed, waiting
from tests.world import World

REFUSED = Say.NO_SUCH_REQUEST

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, "approve AAAAA-2", card)
