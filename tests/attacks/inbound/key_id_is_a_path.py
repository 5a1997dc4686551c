"""A key id that leads to a file whose content everybody knows."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, both, token
from tests.world import World

STATUS = 401


async def attack(world: World, card: Message) -> Heard:
    return await both(
        world,
        card,
        token=token(world, algorithm="HS256", key=b"", header={"kid": "../../../../../../dev/null", "alg": "RS256"}),
    )
