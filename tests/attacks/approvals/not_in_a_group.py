"""Somebody of the tenant who is in neither group approves, with production access."""

from __future__ import annotations

from handlers.roles import Refusal
from practice.channel import Message
from practice.outside import OUTSIDER
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Refusal.NOT_BA_OR_DEVELOPER

prepare = waiting


async def attack(world: World, card: Message) -> str:
    world.outside.directory.activate(OUTSIDER)
    return await approve(world, OUTSIDER, card)
