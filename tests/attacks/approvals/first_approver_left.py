"""Dana has left the organisation before Elif gives the second approval."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, once_approved
from tests.world import World

REFUSED = None
SETTINGS = {"UNLINKS_PER_DAY": "0"}
TOLD = "The earlier approval no longer counts"
RECORDED = ("approve", "earlier_no_longer_counts")


prepare = once_approved


async def attack(world: World, card: Message) -> str:
    world.outside.directory.remove(DANA)
    return await approve(world, ELIF, card)
