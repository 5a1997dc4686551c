"""The version before on today's schema: alone, and handing requests over and back, as in a rollout and its undoing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from practice.bot_process import ROOT, bot_process
from practice.buttons import titles
from practice.channel import Message
from practice.databases import BOT_RIGHTS, grant
from practice.outside import AMINA, DANA, ELIF, TEAM_ID, Outside
from practice.postgres import Server
from tests.upgrades.history import version_before
from tests.upgrades.schemas import database_at, migrate_to, revisions
from tests.world import CHECKED, World, running_bot, settings_for


@pytest.fixture
async def world(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[World]:
    """A world without a bot: each test starts the one that it needs."""
    async with Outside() as outside:
        # The version before wants to read the team's group in each message.
        outside.teams.place = replace(outside.teams.place, group_id=TEAM_ID)
        settings = settings_for(outside, *databases)
        yield World(outside, people, "", *databases, settings)
        assert outside.channel.faults == []


class Bots:
    """The version before and this one, each as a process of its own."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world, self._folder = world, folder
        self._before = version_before(folder / "before")

    def before(self) -> AbstractAsyncContextManager[str]:
        return bot_process(self._world.settings, self._folder / "before.log", self._before)

    def now(self) -> AbstractAsyncContextManager[str]:
        return bot_process(self._world.settings, self._folder / "now.log", ROOT)


Version = Callable[[Bots], AbstractAsyncContextManager[str]]


async def linked(world: World) -> bool:
    return (await world.jobseeker("linked"))["govuk_one_login_id"] is not None


@pytest.mark.long
async def test_the_version_before_does_its_work_on_this_schema(world: World, tmp_path: Path) -> None:
    async with Bots(world, tmp_path).before() as world.outside.bot_url:
        message = await world.asked()
        await world.approved(message)
        assert "Reply you can send" in str((await world.card("no longer linked")).card)
    assert not await linked(world)


@pytest.mark.long
@pytest.mark.parametrize(("first", "then"), [(Bots.before, Bots.now), (Bots.now, Bots.before)], ids=["there", "back"])
async def test_what_one_version_began_the_other_approves_and_undoes(
    world: World, tmp_path: Path, first: Version, then: Version
) -> None:
    bots = Bots(world, tmp_path)
    async with first(bots) as world.outside.bot_url:
        message = await world.asked()
    async with then(bots) as world.outside.bot_url:
        await world.approved(message)
        await world.card("no longer linked")
        assert not await linked(world)
        await undone(world, message)
    assert await linked(world)


async def undone(world: World, first: Message) -> None:
    await world.press(AMINA, first, "Undo unlink")
    second = await world.card("Undo an unlink", 1)
    await world.press(AMINA, second, "Ask a developer", **CHECKED)
    await world.outside.channel.until(lambda channel: "Approve" in titles(channel.view(ELIF, second) or {}))
    world.outside.directory.activate(DANA)
    await world.press(DANA, second, "Approve")
    await world.card("is back on the account", 1)


async def test_this_version_waits_for_its_schema_and_then_goes_on(
    world: World, templates: tuple[Server, dict[str, str]]
) -> None:
    """Rolled out before the migration: not ready, so Kubernetes keeps the old replicas, and nothing is lost."""
    async with database_at(templates[0], revisions()[-2]) as url:
        # As the older rights do; today's may name tables that are not there yet.
        await grant(url, "GRANT SELECT ON alembic_version, audit_head TO tv_support_bot")
        async with (
            running_bot(settings_for(world.outside, url, world.tv_url)) as world.outside.bot_url,
            httpx.AsyncClient(base_url=world.outside.bot_url) as client,
        ):
            answer = await client.get("/readyz")
            assert answer.status_code == 503
            told = answer.json()["checks"]["bot_database"]
            assert told == f"the schema is at {revisions()[-2]}, this version needs {revisions()[-1]}: run migrate"
            await migrate_to(url, revisions()[-1])
            await grant(url, BOT_RIGHTS)
            await world.outside.faults.until(lambda seen: len(seen.of("openid")) > 1 and seen.of("openid")[-1].done)
            assert (await client.get("/readyz")).status_code == 200
            await world.asked()
