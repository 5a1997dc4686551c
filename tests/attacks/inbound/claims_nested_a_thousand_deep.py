"""A token whose claims are nested beyond reason."""

from __future__ import annotations

import json

from practice.channel import Message
from tests.attacks.knocks import Heard, both, parts, signed, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    header, _ = parts(token(world))
    deep = b'{"a":' + b"[" * 2000 + b"]" * 2000 + b"}"
    return await both(world, card, token=signed(world, json.dumps(header).encode(), deep))
