"""Amina, who became a developer with production access, confirms the deletion that she asked for."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import AMINA, DANA, DEVELOPER_GROUP
from tests.attacks.moves import approve, confirm, deletion
from tests.world import World

REFUSED = Refusal.OWN_REQUEST


async def prepare(world: World) -> Message:
    card = await deletion(world)
    await approve(world, DANA, card)
    return card


async def attack(world: World, card: Message) -> str:
    world.outside.directory.join(AMINA, DEVELOPER_GROUP)
    world.outside.directory.activate(AMINA)
    return await confirm(world, AMINA, card)
