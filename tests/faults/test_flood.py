"""Two replicas and a flood of notices: the budget of the channel is never exceeded, and no card waits for the flood."""

from __future__ import annotations

import random
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers.model import Person, Thread
from handlers.notices import Audience, Notice, NoticeKind
from practice import faults
from practice.bot_process import bot_process
from practice.connector import BUDGET
from practice.faults import Call
from practice.outside import AMINA, Outside
from tests.faults.desk import desk
from tests.world import rows_of, settings_for

WHO = Person(AMINA.object_id, AMINA.teams_id, AMINA.name)
NOTICES, REPLICAS, REQUESTS = 200, 2, 4
ENOUGH = 600.0  # seconds; 36 notices go in 30


def most_in(seconds: float, calls: list[Call]) -> int:
    """The most calls that arrived within any so many seconds."""
    times = sorted(call.when for call in calls)
    return max(sum(1 for when in times if begin <= when < begin + seconds) for begin in times)


async def flood(outside: Outside, databases: tuple[str, str], people: dict[str, str]) -> None:
    root = outside.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
    thread = Thread(outside.channel.conversation(root.id), outside.service_url)
    async with desk(*databases) as here, here.book.turn() as turn:
        for _ in range(NOTICES):
            await turn.notify(Notice(NoticeKind.HELP, Audience.REQUESTERS, thread, people=(WHO,)), datetime.now(UTC))


@pytest.mark.long
async def test_two_replicas_that_send_200_notices_never_exceed_the_channels_budget(
    databases: tuple[str, str], people: dict[str, str], tmp_path: Path
) -> None:
    draw = random.Random(7)
    async with Outside() as outside, AsyncExitStack() as stack:
        outside.connector.enforce_budget = True
        slow = [draw.choice((faults.delay, faults.late_reply))(draw.choice((0.05, 0.4, 1.2, 2.5))) for _ in range(60)]
        outside.faults.queue("connector", *slow)
        settings = settings_for(outside, *databases)
        bots = [
            await stack.enter_async_context(bot_process(settings, tmp_path / f"log {number}"))
            for number in range(REPLICAS)
        ]
        await flood(outside, databases, people)
        for number in range(REQUESTS):
            outside.bot_url = bots[number % REPLICAS]
            await outside.teams.post(AMINA, f"unlink nobody{number}@example.com from One Login")
            await outside.channel.until(lambda there, cards=number + 1: len(there.cards) >= cards)  # type: ignore[misc]
            waiting = await rows_of(databases[0], "SELECT count(*) FROM notices WHERE outcome IS NULL")
            assert waiting[0]["count"] > 0, "the card waited for the flood to end"
        await outside.channel.until(lambda there: len(there.from_bot) == NOTICES + REQUESTS, ENOUGH)
        sends = [call for call in outside.faults.of("connector") if call.method in ("POST", "PUT")]
        assert len(sends) == NOTICES + REQUESTS
        assert {call.status for call in sends} == {201}
        for seconds, most in BUDGET:
            assert most_in(seconds, sends) <= most
        both = [(tmp_path / f"log {number}").read_text().count('"what": "notice"') for number in range(REPLICAS)]
        assert all(count > NOTICES / 10 for count in both), "one replica did it all: two were to share"
        assert outside.channel.faults == []
