"""A signed token that names our bot, and then another one."""

from __future__ import annotations

import json

from practice.channel import Message
from tests.attacks.knocks import Heard, both, parts, signed, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    header, claims = parts(token(world))
    twice = json.dumps(claims).encode()[:-1] + b', "aud": "11111111-2222-3333-4444-555555555555"}'
    return await both(world, card, token=signed(world, json.dumps(header).encode(), twice))
