"""A press that names its version twice."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, as_bytes, message, send
from tests.world import World

STATUS = 400


async def attack(world: World, card: Message) -> Heard:
    action = {"type": "Action.Execute", "verb": "approve", "data": {}}
    body = as_bytes(message(world, changes={"type": "invoke", "name": "adaptiveCard/action", "value.action": action}))
    return await send(world, body.replace(b'"data": {}', b'"data": {"version": 1, "version": 2}'))
