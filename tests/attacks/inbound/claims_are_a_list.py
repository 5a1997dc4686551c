"""A signed token whose claims are a list."""

from __future__ import annotations

import json

from practice.channel import Message
from tests.attacks.knocks import Heard, both, parts, signed, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    header, claims = parts(token(world))
    return await both(world, card, token=signed(world, json.dumps(header).encode(), json.dumps([claims]).encode()))
