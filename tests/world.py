"""What tests hold in hand: the outside, the people, the bot's address and both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from aiohttp import web

from bot.app import make_app
from bot.settings import read_settings
from practice.answers import Delivery, Reply
from practice.buttons import titles
from practice.channel import Channel, Message
from practice.databases import as_role
from practice.directory import Person
from practice.outside import AMINA, DANA, Outside
from tests.register.sample import sample_folder

CHECKED = {"identity_check": "own_address"}


def settings_for(outside: Outside, bot_url: str, tv_url: str) -> dict[str, str]:
    """The environment variables of a bot in this world, which has the register's sample of today."""
    return {
        **outside.settings(),
        "ENVIRONMENT": "test",
        "DATABASE_URL": as_role(bot_url),
        "TV_DATABASE_URL": as_role(tv_url),
        "SECRET_KEY": "a key for tests that is long enough to be one",
        "GIAS_DATA_DIR": str(sample_folder()),
    }


@asynccontextmanager
async def running_bot(environ: Mapping[str, str]) -> AsyncIterator[str]:
    """The real application on a free port of this machine; its address."""
    runner = web.AppRunner(make_app(read_settings(environ)), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class World:
    """One test's world and the few moves that every story makes."""

    outside: Outside
    people: Mapping[str, str]
    bot_url: str
    database_url: str
    tv_url: str
    settings: Mapping[str, str]

    async def say(self, text: str, person: Person = AMINA, **words: Any) -> Delivery:
        return await self.outside.teams.post(person, text, **words)

    async def card(self, text: str = "", number: int = 0) -> Message:
        """The card, once one is in the channel and shows this text."""

        def shown(channel: Channel) -> list[Message]:
            return [each for each in channel.cards[number:] if text in str(each.card)]

        return (await self.outside.channel.until(shown))[0]

    async def request(self, situation: str, person: Person = AMINA) -> Message:
        """A BA's message about the person in this situation, and the card that answers it."""
        delivery = await self.say(f"Can you unlink the One Login of {self.people[situation]}?", person)
        assert delivery.status == 200, delivery.body
        return await self.card()

    async def press(self, person: Person, message: Message, button: str, **inputs: str) -> Reply:
        """Press the button as soon as the card that this person sees has it: its edit may still be on the way."""
        await self.outside.channel.until(lambda channel: button in titles(channel.view(person, message) or {}))
        return await self.outside.teams.click(person, message, button, inputs)

    async def asked(self, situation: str = "linked", person: Person = AMINA) -> Message:
        """A request that waits for approval."""
        message = await self.request(situation, person)
        await self.press(person, message, "Ask a developer", **CHECKED)
        return await self.card("Waiting for a developer to approve")

    async def approved(self, message: Message, person: Person = DANA) -> Reply:
        self.outside.directory.activate(person)
        return await self.press(person, message, "Approve")

    async def told(self, words: str, *, after: int = 0) -> Message:
        """The bot's message with these words, once it is in the channel; `after` passes over the first ones."""

        def found(channel: Channel) -> list[Message]:
            return [each for each in channel.from_bot if words in each.text][after:]

        return (await self.outside.channel.until(found))[0]

    async def bot_rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        return await rows_of(self.database_url, query, *values)

    async def tv_rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        return await rows_of(self.tv_url, query, *values)

    async def jobseeker(self, situation: str) -> dict[str, Any]:
        [row] = await self.tv_rows("SELECT * FROM jobseekers WHERE email = $1", self.people[situation])
        return row


@asynccontextmanager
async def living_world(people: Mapping[str, str], bot_url: str, tv_url: str, **others: str) -> AsyncIterator[World]:
    """A world in motion, `others` among the bot's settings.

    At its end the channel must have seen nothing that Teams would not do as we meant it.
    """
    async with Outside() as outside:
        settings = settings_for(outside, bot_url, tv_url) | others
        async with running_bot(settings) as url:
            outside.bot_url = url
            yield World(outside, people, url, bot_url, tv_url, settings)
            assert outside.channel.faults == []


async def rows_of(url: str, query: str, *values: object) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()
