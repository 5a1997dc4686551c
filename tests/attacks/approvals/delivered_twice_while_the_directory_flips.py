"""One press is delivered many times at once while the directory flips between not active and failing."""

from __future__ import annotations

import asyncio

from handlers.answers import Say
from practice import faults
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import told, waiting
from tests.world import World

REFUSED = Say.CANNOT_CHECK_YOU

prepare = waiting


async def attack(world: World, card: Message) -> str:
    down = faults.status(503)
    world.outside.faults.always("graph", down)
    first = await world.outside.teams.click(DANA, card, "Approve")
    world.outside.faults.clear()
    world.outside.faults.queue("graph", *[faults.FINE, down] * 8)
    many = await asyncio.gather(*(world.outside.teams.invoke_raw(first.activity) for _ in range(8)))
    assert {told(each) for each in many} == {told(first)}
    return told(first)
