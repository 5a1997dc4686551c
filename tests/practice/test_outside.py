"""The practice world as a whole: one loopback port, the same invented people every time."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, web

from practice.outside import (
    AMINA,
    BA_GROUP,
    BEN,
    DANA,
    DEVELOPER_GROUP,
    ELIF,
    GUEST,
    OUTSIDER,
    PEOPLE,
    PRODUCTION_ACCESS_GROUP,
    Outside,
)


async def test_settings_name_the_whole_outside_on_loopback() -> None:
    async with Outside() as outside:
        settings = outside.settings()
        addresses = {name: value for name, value in settings.items() if name.endswith("_URL") and name != "PIM_URL"}
        assert set(addresses) == {"OPENID_METADATA_URL", "LOGIN_BASE_URL", "GRAPH_BASE_URL", "GIAS_BASE_URL"}
        assert {urlsplit(value).hostname for value in addresses.values()} == {settings["SERVICE_URL_HOSTS"]}
        assert settings["APP_TYPE"] == "SingleTenant"
        assert urlsplit(outside.service_url).hostname == "127.0.0.1"
        for name in ("APP_ID", "APP_TENANT_ID", "TEAM_ID", "BA_GROUP_ID", "DEVELOPER_GROUP_ID"):
            uuid.UUID(settings[name])


async def test_ids_are_the_same_in_every_world() -> None:
    async with Outside() as one, Outside() as two:
        varying = {"OPENID_METADATA_URL", "LOGIN_BASE_URL", "GRAPH_BASE_URL", "GIAS_BASE_URL"}
        first, second = one.settings(), two.settings()
        assert {name for name in first if first[name] != second[name]} == varying
        assert one.directory.people == two.directory.people == list(PEOPLE)


def test_the_people_and_their_groups() -> None:
    assert [person.groups for person in (AMINA, BEN)] == [{BA_GROUP}] * 2
    assert [person.groups for person in (DANA, ELIF)] == [{DEVELOPER_GROUP}] * 2
    assert [person.groups for person in (OUTSIDER, GUEST)] == [set()] * 2
    assert [person.user_type for person in (OUTSIDER, GUEST)] == ["Member", "Guest"]
    assert not any(PRODUCTION_ACCESS_GROUP in person.groups for person in PEOPLE)
    assert len({person.teams_id for person in PEOPLE}) == len(PEOPLE)


async def test_further_routes_and_a_chosen_port() -> None:
    async with Outside() as taken:
        port = urlsplit(taken.url).port or 0
    outside = Outside(port=port)

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="the channel")

    outside.app.router.add_get("/", page)
    async with outside, ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as answer:
        assert await answer.text() == "the channel"
    assert outside.faults.calls == []


async def test_nobody_acts_before_the_start_or_after_the_end() -> None:
    outside = Outside()
    with pytest.raises(RuntimeError, match="not started"):
        outside.bot_url = "http://127.0.0.1:1"
    async with outside:
        outside.bot_url = "http://127.0.0.1:1/"
        assert outside.bot_url == "http://127.0.0.1:1"
    with pytest.raises(RuntimeError, match="not started"):
        await outside.teams.post(AMINA, "hello")
    await outside.stop()
