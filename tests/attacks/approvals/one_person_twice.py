"""Dana gives the second approval too, where two developers have to approve."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, once_approved
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"UNLINKS_PER_DAY": "0"}


prepare = once_approved


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card)
