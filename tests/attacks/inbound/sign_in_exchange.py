"""An approval under the name of a token exchange."""

from __future__ import annotations

from bot.words.sentences import SAYINGS
from handlers.answers import Say
from practice.channel import Message
from tests.attacks.knocks import Heard, press
from tests.world import World

STATUS = 200
TOLD = SAYINGS[Say.NO_SUCH_BUTTON]


async def attack(world: World, card: Message) -> Heard:
    return await press(world, card, {"name": "signin/tokenExchange"})
