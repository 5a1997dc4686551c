"""A press with a token that was signed for another service address."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import told, waiting
from tests.world import World

REFUSED = None
TOLD = "not authorised"

prepare = waiting


async def attack(world: World, card: Message) -> str:
    token = world.outside.login.sign_activity_token("https://example.com/")
    return told(await world.outside.teams.click(DANA, card, "Approve", token=token))
