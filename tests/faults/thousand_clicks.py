"""A thousand presses of Approve at the same moment, by twenty approvers, over two replicas of the bot."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from practice import activities
from practice.answers import Reply
from practice.bot_process import bot_process
from practice.buttons import press
from practice.channel import Message
from practice.directory import Person
from practice.outside import DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP, Outside, practice_id
from tests.world import World, settings_for

CLICKS, APPROVERS, REPLICAS = 1000, 20, 2


@dataclass(frozen=True)
class Answered:
    """What came of it: how often each answer was given, and the seconds until the last one."""

    answers: Counter[str]
    seconds: float


@asynccontextmanager
async def two_replicas(
    people: Mapping[str, str], bot_url: str, tv_url: str, logs: Path
) -> AsyncIterator[tuple[World, list[str]]]:
    """A world with two processes of the bot on one database, and their addresses."""
    async with Outside() as outside, AsyncExitStack() as processes:
        settings = settings_for(outside, bot_url, tv_url)
        urls = [
            await processes.enter_async_context(bot_process(settings, logs / f"bot{number}.log"))
            for number in range(REPLICAS)
        ]
        outside.bot_url = urls[0]
        yield World(outside, people, urls[0], bot_url, tv_url, settings), urls


def approvers(outside: Outside) -> list[Person]:
    """Twenty developers with production access."""
    groups = frozenset({DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP})
    found = [
        Person(practice_id(f"approver {number}"), f"29:approver{number}", f"Approver {number}", groups=groups)
        for number in range(APPROVERS)
    ]
    for person in found:
        outside.directory.add(person)
    return found


async def thousand_clicks(world: World, urls: list[str], message: Message) -> Answered:
    """Everybody presses the same button of the same card, each press once."""
    people = approvers(world.outside)
    assert message.card is not None
    action = press(message.card, "Approve", {}).action

    async def click(number: int) -> str:
        activity = activities.invoke(
            world.outside.teams.place,
            people[number % APPROVERS],
            message_id=message.id,
            root=message.root,
            when=time.time(),
            action=action,
            trigger="manual",
        )
        delivery = await world.outside.teams.deliver(activity, bot_url=urls[number % len(urls)])
        return _in_short(Reply.of(delivery))

    started = time.perf_counter()
    answers = await asyncio.gather(*(click(number) for number in range(CLICKS)))
    return Answered(Counter(answers), time.perf_counter() - started)


def _in_short(reply: Reply) -> str:
    """Which of the right answers it is, or the wrong one itself."""
    text = str(reply.card or "")
    if "has changed since you opened it" in text:
        return "the fresh card and one sentence"
    if reply.card is not None and "Nothing was done" not in text and "Approved" in text:
        return "approved"
    return f"{reply.http_status}: {reply.text or reply.body[:200]}"
