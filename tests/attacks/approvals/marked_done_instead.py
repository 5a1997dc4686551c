"""Dana's client sends Mark done, which no card offers while approval is waited for."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import data_of, told, waiting
from tests.world import World

REFUSED = Say.STALE

prepare = waiting


async def attack(world: World, card: Message) -> str:
    action = {"type": "Action.Execute", "verb": "mark_done", "data": data_of(card) | {"note": "Did it"}}
    return told(await world.outside.teams.press(DANA, card, action))
