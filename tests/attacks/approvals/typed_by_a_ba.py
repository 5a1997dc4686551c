"""Amina types the code of the request that she asked for."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import AMINA
from tests.attacks.moves import typed, typed_code, waiting
from tests.world import World

REFUSED = Refusal.NOT_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await typed(world, AMINA, f"approve {await typed_code(world, card)}", card)
