"""Inputs named request, version and digest, merged over the button's data, name another request."""

from __future__ import annotations

from handlers.answers import Say
from practice.channel import Message
from practice.outside import DANA
from tests.attacks.moves import another, approve, data_of, waiting
from tests.world import World

REFUSED = Say.NOT_THIS_THREAD


async def prepare(world: World) -> Message:
    card = await waiting(world)
    await another(world, reply_to=card)
    return card


async def attack(world: World, card: Message) -> str:
    other = data_of(world.outside.channel.cards[1])
    inputs = {f"value.action.data.{name}": other[name] for name in ("request", "version", "digest")}
    return await approve(world, DANA, card, inputs)
