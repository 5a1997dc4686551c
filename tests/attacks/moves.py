"""The moves that several attacks make: a request that waits, a word typed in its thread, what the attacker is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.words import sentences
from handlers.roles import Verb
from practice.answers import Reply
from practice.channel import Message
from practice.directory import Person
from practice.outside import AMINA, BEN, DANA, ELIF
from tests.world import CHECKED, World

UNTIL_IT_WAITS = "Waiting for a developer to approve"


async def waiting(world: World) -> Message:
    """Amina's request waits for approval, and both developers could give it."""
    for developer in (DANA, ELIF):
        world.outside.directory.activate(developer)
    return await world.asked()


async def deletion(world: World, situation: str = "full_profile") -> Message:
    """Amina's request to delete somebody waits for approval, and both developers could give it."""
    for developer in (DANA, ELIF):
        world.outside.directory.activate(developer)
    await world.say(f"Please delete all the data of {world.people[situation]}, they asked us to.")
    message = await world.card("Delete a jobseeker's data")
    await world.press(AMINA, message, "Ask a developer", **CHECKED, confirm_email=world.people[situation])
    return await world.card(UNTIL_IT_WAITS)


async def another(world: World, situation: str = "closed", person: Person = AMINA, **words: Any) -> Message:
    """One more request that waits, in a thread of its own unless told otherwise."""
    cards = len(world.outside.channel.cards)
    await world.say(f"Can you unlink the One Login of {world.people[situation]}?", person, **words)
    message = await world.card("", cards)
    await world.press(person, message, "Ask a developer", **CHECKED)
    return await world.card(UNTIL_IT_WAITS, cards)


async def once_approved(world: World) -> Message:
    """Dana has approved what needs two developers; Elif could be the second."""
    card = await waiting(world)
    await approve(world, DANA, card)
    await world.outside.channel.until(lambda channel: data_of(channel.find(card)) != data_of(card))
    return world.outside.channel.find(card)


async def asked_once_more(world: World, card: Message) -> Message:
    """Ben asks a developer for what is in triage again."""
    await world.press(BEN, card, "Ask a developer", **CHECKED)
    return await fresh(world, card, UNTIL_IT_WAITS)


async def fresh(world: World, card: Message, text: str) -> Message:
    """The card in the thread, once it shows this text."""
    found = await world.outside.channel.until(
        lambda channel: [each for each in (channel.find(card),) if text in json.dumps(each.card)]
    )
    return found[0]


async def approve(world: World, person: Person, card: Message, changes: Mapping[str, Any] | None = None) -> str:
    """Press Approve on this card; with `changes`, by dotted path, to what the client sends. What the person is told."""
    return told(await world.outside.teams.click(person, card, "Approve", card=card.card, overrides=changes))


async def confirm(world: World, person: Person, card: Message, changes: Mapping[str, Any] | None = None) -> str:
    """Send Confirm deletion with what this card's Approve carries, as any client could."""
    return await approve(world, person, card, {"value.action.verb": Verb.CONFIRM_DELETION, **(changes or {})})


def told(reply: Reply) -> str:
    """All that the answer to a press shows."""
    return f"{reply.text} {json.dumps(reply.card, ensure_ascii=False) if reply.card else reply.body}"


async def typed(world: World, person: Person, words: str, near: Message | None) -> str:
    """Write to the bot in the thread of this message (or a new one); what it then says to that person there.

    Strangers hear nothing in the thread: what the bot answered Teams is all.
    """
    before = {message.id for message in world.outside.channel.from_bot}
    delivery = await world.say(words, person, reply_to=near)
    assert delivery.status == 200 and delivery.message is not None, delivery
    if sentences.NOT_FOR_YOU in str(delivery.body):
        return sentences.NOT_FOR_YOU
    root = delivery.message.root
    answers = await world.outside.channel.until(
        lambda channel: [
            each
            for each in channel.from_bot
            # Developers may be told of the request at the same time, all of them in one message.
            if each.id not in before and each.root == root and each.mentioned == [person.teams_id]
        ]
    )
    return answers[0].text


async def typed_code(world: World, card: Message) -> str:
    """What the card tells people to type: the code of its request and the version, as "ABCDE-2"."""
    [row] = await world.bot_rows("SELECT code, version FROM requests WHERE id::text = $1", data_of(card)["request"])
    return f"{row['code']}-{row['version']}"


def data_of(card: Message, title: str = "Approve") -> dict[str, Any]:
    """What the button of this title carries."""
    found = [each["data"] for each in _objects(card.card) if each.get("title") == title and "data" in each]
    return dict(found[0])


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [each for part in value for each in _objects(part)]
    if isinstance(value, dict):
        return [value, *(each for part in value.values() for each in _objects(part))]
    return []
