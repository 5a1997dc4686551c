"""An approval under the name of a search in a card: it gets a list of nothing."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, press
from tests.world import World

STATUS = 200
TOLD = "{'results': []}"


async def attack(world: World, card: Message) -> Heard:
    return await press(world, card, {"name": "application/search"})
