"""A token of twenty thousand characters."""

from __future__ import annotations

from practice.channel import Message
from tests.attacks.knocks import Heard, write
from tests.world import World

STATUS = 400
OWN_WORDS = True  # aiohttp's parser answers with the beginning of the header that it could not read


async def attack(world: World, card: Message) -> Heard:
    return await write(world, token="eyJ" * 7_000)
