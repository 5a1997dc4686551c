"""The press says nothing of what set it off."""

from __future__ import annotations

from handlers.answers import Say
from practice.altering import DROP
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.NOT_A_CLICK

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"value.trigger": DROP})
