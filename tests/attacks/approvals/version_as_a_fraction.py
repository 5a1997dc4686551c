"""Dana's client names the version as a number with a fraction."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, data_of, waiting
from tests.world import World

REFUSED = Say.NO_SUCH_REQUEST

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"value.action.data.version": float(data_of(card)["version"])})
