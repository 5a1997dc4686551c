"""The verb comes as a list that holds approve."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.NO_SUCH_REQUEST

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"value.action.verb": ["approve"]})
