"""Dana gives the second approval under another Teams id and her object id in capitals."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, once_approved
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"UNLINKS_PER_DAY": "0"}


prepare = once_approved


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"from.id": ELIF.teams_id, "from.aadObjectId": DANA.object_id.upper()})
