"""An outsider approves under Dana's name and Teams id, but with the object id that Entra vouches for."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import DANA, OUTSIDER
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_BA_OR_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, OUTSIDER, card, {"from.id": DANA.teams_id, "from.name": DANA.name})
