"""Dana gives both approvals of a deletion that two developers have to approve."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import approve, confirm, data_of, deletion
from tests.world import World

REFUSED = Say.ALREADY_APPROVED
SETTINGS = {"APPROVALS_TO_DELETE": "2"}


async def prepare(world: World) -> Message:
    old = await deletion(world)
    await approve(world, DANA, old)
    await confirm(world, DANA, old)
    await world.outside.channel.until(lambda channel: data_of(channel.find(old)) != data_of(old))
    return world.outside.channel.find(old)


async def attack(world: World, card: Message) -> str:
    return await confirm(world, DANA, card)
