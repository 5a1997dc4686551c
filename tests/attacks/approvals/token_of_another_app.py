"""A press with a token that was signed for another bot."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import AMINA, DANA
from tests.attacks.moves import told, waiting
from tests.world import World

REFUSED = None
TOLD = "not authorised"

prepare = waiting


async def attack(world: World, card: Message) -> str:
    token = world.outside.login.sign_activity_token(world.outside.service_url, audience=AMINA.object_id)
    return told(await world.outside.teams.click(DANA, card, "Approve", token=token))
