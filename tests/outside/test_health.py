"""/livez, /readyz and /metrics over HTTP: whether the bot can work, and what keeps it from it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from handlers.model import Pause
from handlers.ports import Entry
from practice import faults
from practice.outside import Outside
from tests.faults.cutting_proxy import CuttingProxy
from tests.faults.desk import BA, DEVELOPER, desk
from tests.proxies import in_front_of
from tests.world import running_bot, settings_for

FINE = {
    "bot_database": "ok",
    "service_database": "ok",
    "signing_keys": "ok",
    "actions": "ok",
    "audit_anchor": "not set: AUDIT_ANCHOR",
    "teams": "ok",
}


def checks(answer: httpx.Response) -> dict[str, str]:
    """All but the register's, which a bot that has just started may not have read in yet."""
    told = {**answer.json()["checks"]}
    assert told.pop("register")
    return told


@pytest.fixture
async def proxies(databases: tuple[str, str]) -> AsyncIterator[tuple[CuttingProxy, CuttingProxy, str, str]]:
    """A way to each database that a test can close, and the addresses that go there."""
    async with (
        in_front_of(databases[0], CuttingProxy) as (bot, bot_url),
        in_front_of(databases[1], CuttingProxy) as (tv, tv_url),
    ):
        yield bot, tv, bot_url, tv_url


@pytest.fixture
async def bot(
    outside: Outside, proxies: tuple[CuttingProxy, CuttingProxy, str, str]
) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_for(outside, *proxies[2:])
    async with running_bot(settings) as url, httpx.AsyncClient(base_url=url, timeout=15) as client:
        await outside.faults.until(lambda seen: len(seen.of("openid")) > 1 and seen.of("openid")[-1].done)
        yield client


async def test_it_lives(bot: httpx.AsyncClient) -> None:
    answer = await bot.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


async def test_it_is_ready_when_every_check_is_fine(bot: httpx.AsyncClient) -> None:
    answer = await bot.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], checks(answer)) == (200, True, FINE)


async def test_a_pause_is_told_and_it_stays_ready_for_new_requests(
    bot: httpx.AsyncClient, databases: tuple[str, str]
) -> None:
    async with desk(*databases) as here:
        since = datetime(2027, 3, 4, 14, 15, tzinfo=UTC)
        async with here.book.turn() as turn:
            await turn.set_pause(Pause(BA, since), Entry("pause", BA.object_id), since)
        answer = await bot.get("/readyz")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)
        assert answer.json()["checks"]["actions"] == "paused since 2027-03-04T14:15:00Z"
        assert BA.name not in answer.text
        async with here.book.turn() as turn:
            assert await turn.lift_pause(DEVELOPER, Entry("resume", DEVELOPER.object_id), since)
    assert checks(await bot.get("/readyz")) == FINE


async def test_without_its_own_database_it_is_not(
    bot: httpx.AsyncClient, proxies: tuple[CuttingProxy, CuttingProxy, str, str]
) -> None:
    await shut(proxies[0], bot)
    answer = await bot.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert answer.json()["checks"]["actions"] == "not known: the bot database cannot be used"
    reason = answer.json()["checks"]["bot_database"]
    assert reason.startswith("cannot be used: ")
    assert "127.0.0.1" not in reason
    assert (await bot.get("/livez")).status_code == 200


async def test_without_the_service_database_it_goes_on_and_says_so(
    bot: httpx.AsyncClient, proxies: tuple[CuttingProxy, CuttingProxy, str, str]
) -> None:
    await shut(proxies[1], bot)
    answer = await bot.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["checks"]["service_database"].startswith("cannot be asked: ")


async def shut(proxy: CuttingProxy, bot: httpx.AsyncClient) -> None:
    """Refuse new connections and cut those that are open."""
    proxy.refuse = True
    for task in proxy._tasks:
        task.cancel()
    await bot.get("/livez")


async def test_until_the_signing_keys_are_there_it_is_not_ready(outside: Outside, databases: tuple[str, str]) -> None:
    outside.faults.always("openid", faults.status(503))
    async with (
        running_bot(settings_for(outside, *databases)) as url,
        httpx.AsyncClient(base_url=url, timeout=15) as client,
    ):
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert checks(answer) == {
            **FINE,
            "signing_keys": "no signing keys yet: OPENID_METADATA_URL does not answer",
        }


async def test_an_empty_bot_database_is_not_ready(outside: Outside, databases: tuple[str, str]) -> None:
    """Before `migrate` ran there is no table; the two databases swapped show the same."""
    async with (
        running_bot(settings_for(outside, databases[1], databases[0])) as url,
        httpx.AsyncClient(base_url=url, timeout=15) as client,
    ):
        told = checks(await client.get("/readyz"))
        assert told["bot_database"].startswith("cannot be used: ")


async def test_metrics_are_in_prometheus_words(bot: httpx.AsyncClient) -> None:
    answer = await bot.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "python_info" in answer.text


@pytest.mark.parametrize("path", ["/", "/api/messages", "/admin"])
async def test_there_is_nothing_else_to_get(bot: httpx.AsyncClient, path: str) -> None:
    assert (await bot.get(path)).status_code in (404, 405)
