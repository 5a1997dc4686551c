"""Elif presses the Approve that her client still shows after the action found nothing left to do."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA, ELIF
from tests.attacks.moves import approve, fresh, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.tv_rows("UPDATE jobseekers SET govuk_one_login_id = NULL WHERE email = $1", world.people["linked"])
    await approve(world, DANA, card)
    await fresh(world, card, "Nothing to do")
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
