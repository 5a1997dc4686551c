"""How often a message, its card and a press ask the databases: each round trip is time for whoever waits, and CPU.

A number that must rise is raised here, on purpose; one that falls is lowered, so that it stays.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot import app, watching, worker
from bot.app import NAME
from practice.outside import AMINA, OUTSIDER
from tests.edge.counting_proxy import CountingProxy
from tests.proxies import in_front_of
from tests.world import CHECKED, World, living_world

TURNS, WORKER = NAME, f"{NAME} worker"  # as the two pools of the bot database are named
SERVICE = "service"
AGAIN = 2
WAITING = """
SELECT EXISTS (SELECT FROM cards WHERE confirmed < wanted)
    OR EXISTS (SELECT FROM notices WHERE outcome IS NULL) AS waiting
"""


class Counted:
    """A world behind two proxies."""

    def __init__(self, world: World, bot: CountingProxy, service: CountingProxy) -> None:
        self.world, self._bot, self._service = world, bot, service

    @property
    def now(self) -> Counter[str]:
        return Counter(
            {name: self._bot.trips[name] for name in (TURNS, WORKER)} | {"service": self._service.trips[NAME]}
        )

    async def settled(self) -> Counter[str]:
        """The counts, once nothing is on its way any more."""
        before = None
        while before is None or self.now != before:
            before = self.now
            await asyncio.sleep(0.3)
            if (await self.world.bot_rows(WAITING))[0]["waiting"]:
                before = None
        return before


@pytest.fixture
async def counted(
    databases: tuple[str, str], people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Counted]:
    """Nobody looks by himself, and the worker trusts its connections."""
    monkeypatch.setattr(worker, "PAUSE", 3600)
    monkeypatch.setattr(watching, "FIGURES_EVERY", 3600)
    monkeypatch.setattr(app, "WORKER_TRUSTS", 3600.0)
    async with (
        in_front_of(databases[0], CountingProxy) as (bot, bot_url),
        in_front_of(databases[1], CountingProxy) as (service, tv_url),
        living_world(people, bot_url, tv_url) as world,
    ):
        # What is asked for the first time on a connection is prepared, which is a round trip more.
        counted = Counted(world, bot, service)
        for situation in ("linked", "closed"):
            await world.say(f"Can you unlink the One Login of {people[situation]}?")
            await counted.settled()
        yield counted


async def test_a_message_and_its_card(counted: Counted) -> None:
    """Was it answered before · what is open about it · the account, in a transaction · the request with all it has.

    Then the worker: the card's lease and a place in the channel's pace, in a transaction · the request · confirmed, and
    whether another card waits.
    """
    before = await counted.settled()
    for number in range(AGAIN):
        await counted.world.say(f"Can you unlink the One Login of nobody{number}@example.com?")
        await counted.settled()
    spent = await counted.settled() - before
    assert {name: trips / AGAIN for name, trips in spent.items()} == {TURNS: 3, WORKER: 7, SERVICE: 3}


async def test_a_message_by_an_outsider(counted: Counted) -> None:
    before = await counted.settled()
    await counted.world.say("Can you unlink the One Login of nobody@example.com?", OUTSIDER)
    assert await counted.settled() - before == {TURNS: 1}


@pytest.mark.long
async def test_a_press(counted: Counted) -> None:
    """The worker then redraws the card and sends a notice, with a look at what is left after each."""
    message = await counted.world.card("can be unlinked")
    before = await counted.settled()
    await counted.world.press(AMINA, message, "Ask a developer", **CHECKED)
    assert await counted.settled() - before == {TURNS: 12, WORKER: 23}
