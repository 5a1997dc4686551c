"""Dana presses Approve and then types the code for the second approval."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import once_approved, typed, typed_code
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"UNLINKS_PER_DAY": "0"}


prepare = once_approved


async def attack(world: World, card: Message) -> str:
    return await typed(world, DANA, f"approve {await typed_code(world, card)}", card)
