"""/metrics: what happened is counted once and after its commit, what waits is shown, and no label names anybody."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY, Metric
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.counting import called
from bot.settings import read_settings
from bot.watching import show
from bot.worker import Worker
from handlers.ports import Entry
from practice import faults
from practice.outside import AMINA, OUTSIDER, Outside
from tests.faults.cutting_proxy import CuttingProxy
from tests.faults.desk import BA, desk
from tests.proxies import in_front_of
from tests.world import World, running_bot, settings_for

OURS = "tv_support_bot_"


def value(name: str, **labels: str) -> float:
    """What this process shows now; 0 for what it has not counted yet."""
    found: float | None = REGISTRY.get_sample_value(f"{OURS}{name}", labels)
    return found or 0.0


class Since:
    """How much a figure has grown since this was made."""

    def __init__(self) -> None:
        self._before: dict[tuple[object, ...], float] = {
            (each.name, *sorted(each.labels.items())): each.value for each in _samples()
        }

    def grown(self, name: str, **labels: str) -> float:
        return value(name, **labels) - self._before.get((f"{OURS}{name}", *sorted(labels.items())), 0.0)


def _samples() -> Iterator[Any]:
    for family in REGISTRY.collect():
        yield from family.samples


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - a gauge rings no bell
            await asyncio.sleep(0.05)


async def shown(url: str) -> list[Metric]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{url}/metrics")
    assert answer.status_code == 200
    return [family for family in text_string_to_metric_families(answer.text) if family.name.startswith(OURS)]


async def test_a_story_is_counted_step_by_step_and_no_label_names_anybody(world: World) -> None:
    since = Since()
    card = await world.asked()
    await world.press(AMINA, card, "Approve")
    await world.press(OUTSIDER, card, "Approve")
    await world.approved(card)
    await world.card("Done")
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"{world.bot_url}/api/messages", json={})).status_code == 401
    for kind, reached in (("unlink_one_login", "triage"),):
        assert since.grown("requests_opened_total", kind=kind) == 1
        assert since.grown("moves_total", to_state=reached) == 1
    for state in ("awaiting_approval", "approved", "running", "done"):
        assert since.grown("moves_total", to_state=state) == 1, state
    assert since.grown("results_total", kind="unlink_one_login", result="unlinked") == 1
    assert since.grown("refusals_total", reason="not_developer") == 1
    assert (
        since.grown("refusals_total", reason="not_ba_or_developer") + since.grown("refusals_total", reason="stale") == 1
    )
    assert since.grown("deliveries_total", outcome="answered") == 5
    assert since.grown("deliveries_total", outcome="not_let_in") == 1
    assert since.grown("answer_seconds_count", what="click") == 4
    assert since.grown("approved_to_done_seconds_count") == 1
    assert since.grown("calls_total", service="teams", status="2xx") >= 2
    assert since.grown("calls_total", service="graph", status="2xx") >= 2
    for family in await shown(world.bot_url):
        for sample in family.samples:
            for label, word in sample.labels.items():
                assert label == "le" or word in metrics.LABELS[label], (sample.name, label, word)


def test_every_label_has_its_list() -> None:
    for each in vars(metrics).values():
        for label in getattr(each, "_labelnames", ()):
            assert label in metrics.LABELS, each


def test_a_word_that_is_on_no_list_is_never_a_label() -> None:
    assert metrics.listed("ama@example.com", ("a", "b")) == metrics.OTHER
    assert [metrics.status_class(each) for each in (None, 200, 201, 302, 401, 418, 429, 503)] == [
        "none",
        "2xx",
        "2xx",
        "3xx",
        "401",
        "4xx",
        "429",
        "5xx",
    ]


async def test_the_worker_knows_no_step_that_is_not_listed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Mapping[str, Any]] = []
    start = Worker.start

    def told(self: Worker) -> None:
        made.append(self._steps)
        start(self)

    monkeypatch.setattr(Worker, "start", told)
    async with running_bot({**world.settings, "AUDIT_ANCHOR": f"{world.settings['GIAS_DATA_DIR']}/anchor"}):
        pass
    assert set(made[0]) | {"verify"} == set(metrics.STEPS)


async def test_what_is_rolled_back_is_not_counted(databases: tuple[str, str]) -> None:
    counted: list[object] = []
    async with desk(*databases) as here:
        here.book._told = counted.append
        async with here.book.turn() as turn:
            await turn.record(Entry("refused:approve", BA.object_id, code="stale"), here.clock())
            turn.give_up()
        with pytest.raises(ZeroDivisionError):
            async with here.book.turn() as turn:
                await turn.record(Entry("refused:approve", BA.object_id, code="stale"), here.clock())
                raise ZeroDivisionError
        assert counted == []
        async with here.book.turn() as turn:
            await turn.record(Entry("refused:approve", BA.object_id, code="stale"), here.clock())
        assert len(counted) == 1


def test_calls_are_counted_by_service_and_never_by_address(outside: Outside) -> None:
    settings = read_settings(
        settings_for(outside, "postgresql://a:b@x.example:5432/a", "postgresql://a:b@x.example:5432/b")
    )
    count, since = called(settings), Since()
    count(f"{settings.graph_base_url}/users/1", 429)
    count(f"{settings.login_base_url}/t/oauth2/v2.0/token", 401)
    count(f"{outside.url}/openid/v1/.well-known/keys", None)
    count(f"{outside.service_url}v3/conversations/19:x/activities", 502)
    count("https://strange.example/?ama@example.com", 200)
    expected = {
        ("graph", "429"),
        ("login", "401"),
        ("signing_keys", "none"),
        ("teams", "5xx"),
        ("other", "2xx"),
    }
    assert all(since.grown("calls_total", service=service, status=status) == 1 for service, status in expected)


async def test_what_waits_is_shown_and_without_the_database_nothing_old(
    databases: tuple[str, str], people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching.FIGURES_EVERY", 0.1)
    async with Outside() as outside, in_front_of(databases[0], CuttingProxy) as (proxy, url):
        outside.faults.always("connector", faults.status(503))
        settings = settings_for(outside, url, databases[1])
        async with running_bot(settings) as bot_url:
            outside.bot_url = bot_url
            world = World(outside, people, bot_url, *databases, settings)
            await world.say(f"Can you unlink the One Login of {people['linked']}?")
            await until(lambda: value("requests", state="triage") == 1)
            assert value("oldest_seconds", state="triage") >= 0
            assert value("oldest_seconds", state="unknown") == 0
            proxy.refuse = True
            for task in proxy._tasks:
                task.cancel()
            await until(lambda: math.isnan(value("requests", state="triage")))
            families = await shown(bot_url)
            assert {family.name for family in families} >= {f"{OURS}requests", f"{OURS}waiting"}


def test_a_gauge_says_zero_only_when_it_knows() -> None:
    show(None)
    assert math.isnan(value("requests", state="unknown"))
    assert math.isnan(value("waiting", queue="cards"))
    assert math.isnan(value("paused"))
