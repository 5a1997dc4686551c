"""Amina edits her message to name somebody else while approval is waited for."""

from __future__ import annotations

from practice.channel import Message
from practice.outside import AMINA
from tests.attacks.moves import waiting
from tests.world import World

REFUSED = None
TOLD = ""

prepare = waiting


async def attack(world: World, card: Message) -> str:
    mine, *_ = [each for each in world.outside.channel.messages if each.author == AMINA.teams_id]
    words = f"Can you unlink the One Login of {world.people['closed']}?"
    return (await world.outside.teams.edit(AMINA, mine, words)).body
