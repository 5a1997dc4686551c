"""The directory fails for the first approver just as the second one approves."""

from __future__ import annotations

from handlers.answers import Say
from practice import faults
from practice.channel import Message
from practice.outside import ELIF
from tests.attacks.moves import approve, once_approved
from tests.world import World

REFUSED = Say.CANNOT_CHECK_OTHERS
SETTINGS = {"UNLINKS_PER_DAY": "0"}


prepare = once_approved


async def attack(world: World, card: Message) -> str:
    world.outside.faults.queue("graph", faults.FINE, faults.FINE, faults.status(503), faults.status(503))
    return await approve(world, ELIF, card)
