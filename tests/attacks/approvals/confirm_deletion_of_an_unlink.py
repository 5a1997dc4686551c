"""Dana's client sends Confirm deletion for an unlink, which is approved in one step."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.APPROVE_FIRST

prepare = waiting


async def attack(world: World, card: Message) -> str:
    return await approve(world, DANA, card, {"value.action.verb": "confirm_deletion"})
