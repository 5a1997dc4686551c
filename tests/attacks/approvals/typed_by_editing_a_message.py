"""Dana edits an old message of hers into a typed approval."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import typed_code, waiting
from tests.world import World

REFUSED = None
TOLD = ""


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.say("I will look after lunch", DANA, reply_to=card, mention_bot=False)
    return card


async def attack(world: World, card: Message) -> str:
    code = await typed_code(world, card)
    [mine] = [each for each in world.outside.channel.messages if each.author == DANA.teams_id]
    return (await world.outside.teams.edit(DANA, mine, f"approve {code}")).body
