"""A developer's Teams id and name over an outsider's object id."""

from __future__ import annotations

from bot.words.sentences import NOT_FOR_YOU
from practice.channel import Message
from practice.outside import DANA, OUTSIDER
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 200
TOLD = NOT_FOR_YOU
ASKS = True


async def attack(world: World, card: Message) -> Heard:
    changes = {"from.id": DANA.teams_id, "from.name": DANA.name}
    return await write(world, changes, person=OUTSIDER)
