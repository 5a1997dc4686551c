"""Dana's client names the request by its number in capitals and braces."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, data_of, waiting
from tests.world import World

REFUSED = Say.NO_SUCH_REQUEST

prepare = waiting


async def attack(world: World, card: Message) -> str:
    number = data_of(card)["request"].upper()
    return await approve(world, DANA, card, {"value.action.data.request": f"{{{number}}}"})
