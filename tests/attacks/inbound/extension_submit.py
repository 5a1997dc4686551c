"""An approval under the name of a message action."""

from __future__ import annotations

from bot.words.sentences import NOT_A_MESSAGE
from practice.channel import Message
from tests.attacks.knocks import Heard, press
from tests.world import World

STATUS = 200
TOLD = NOT_A_MESSAGE


async def attack(world: World, card: Message) -> Heard:
    return await press(world, card, {"name": "composeExtension/submitAction"})
