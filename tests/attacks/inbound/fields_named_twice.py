"""A good activity that says a second time, differently, who wrote it."""

from __future__ import annotations

import json

from practice.channel import Message
from practice.outside import DANA
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    body = as_bytes(message(world))
    other = json.dumps({"aadObjectId": DANA.object_id, "id": DANA.teams_id, "name": "canary"})
    return await send(world, body[:-1] + f', "from": {other}}}'.encode())
