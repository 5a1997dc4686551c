"""An activity as a web form would send it."""

from __future__ import annotations

from urllib.parse import urlencode

from practice.channel import Message
from tests.attacks.knocks import Heard, send
from tests.world import World

STATUS = 415


async def attack(world: World, card: Message) -> Heard:
    return await send(
        world, urlencode({"activity": "canary"}).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    )
