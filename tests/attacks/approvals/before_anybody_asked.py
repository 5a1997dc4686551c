"""Dana's client sends Approve for a request that is still in triage."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import data_of, told
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    world.outside.directory.activate(DANA)
    return await world.request("linked")


async def attack(world: World, card: Message) -> str:
    action = {"type": "Action.Execute", "verb": "approve", "data": data_of(card, "Ask a developer")}
    return told(await world.outside.teams.press(DANA, card, action))
