"""Elif presses the Approve that her client still shows after an approval lapsed while all was paused."""

from __future__ import annotations

import json

from handlers.answers import Say
from practice.channel import Message
from practice.outside import ELIF
from tests.attacks.moves import approve, waiting
from tests.world import World

REFUSED = Say.STALE


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await world.bot_rows(
        "INSERT INTO settings SELECT 'pause', jsonb_build_object('by', jsonb_build_object('object_id', 'b',"
        " 'teams_id', 'b', 'name', 'Ben'), 'since', now())"
    )
    await world.bot_rows(
        "UPDATE requests SET state = 'approved', version = version + 1, due_at = now() - interval '1 second'"
    )
    await world.outside.channel.until(lambda channel: "Ask again" in json.dumps(channel.find(card).card))
    return card


async def attack(world: World, card: Message) -> str:
    return await approve(world, ELIF, card)
