"""The register brought up to date over real HTTP: which day, what is tried again, what stays when all fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.register.extracts import SMALL
from adapters.register.fetch import TRIES, Gias
from adapters.register.store import days, newest
from adapters.register.update import Updating
from handlers.organisations import Came
from practice import faults
from practice.register_server import STEMS, Sending
from tests.register.conftest import Host
from tests.register.files import DAY
from tests.register.updating import NOW, a_good_day_before, at_once, nothing_else_is_left, update


async def test_the_newest_day_is_fetched_checked_and_put_in_place(host: Host, tmp_path: Path) -> None:
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day, updated.good) == (Came.NEW, DAY, True)
    assert updated.counts == {
        "edubasealldata": 3281,
        "allgroupsdata": 851,
        "alllinksdata": 1399,
        "links_edubasealldata": 2254,
    }
    assert nothing_else_is_left(tmp_path)
    with newest(tmp_path) or pytest.fail("no register") as register:
        assert register.size > 3281 + 851
    assert {method for method, _, _ in host.server.asked} == {"GET"}
    assert {agent for _, _, agent in host.server.asked} == {"tv-support-bot"}
    assert len(host.server.asked) == 4


async def test_what_is_newest_already_is_not_fetched_again(host: Host, tmp_path: Path) -> None:
    await update(host, tmp_path)
    host.server.asked.clear()
    updated = await update(host, tmp_path)
    assert (updated.came, updated.good, host.server.asked) == (Came.ALREADY_NEWEST, True, [])


@pytest.mark.parametrize("back", range(1, 8))
async def test_a_day_that_is_not_there_leads_to_the_day_before_up_to_a_week(
    back: int, host: Host, tmp_path: Path
) -> None:
    host.server.newest = DAY - timedelta(days=back)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day) == (Came.NEW, DAY - timedelta(days=back))


async def test_older_than_a_week_is_not_looked_for(host: Host, tmp_path: Path) -> None:
    host.server.newest = DAY - timedelta(days=8)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day, updated.good) == (Came.NOT_PUBLISHED, None, False)
    assert len(host.server.asked) == 8
    assert nothing_else_is_left(tmp_path)


@pytest.mark.parametrize("stem", STEMS)
async def test_days_are_never_mixed_when_one_file_is_missing(stem: str, host: Host, tmp_path: Path) -> None:
    host.server.missing.add((DAY, stem))
    updated = await update(host, tmp_path)
    assert updated.day == DAY - timedelta(days=1)
    taken = [name for _, name, _ in host.server.asked[-4:]]
    assert {name[-12:-4] for name in taken} == {"20261119"}


async def test_today_is_a_day_in_london(host: Host, tmp_path: Path) -> None:
    """At 23:30 UTC in summer it is tomorrow there."""
    host.server.newest = None
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    host.server.newest = date(2026, 7, 2)
    assert (await update(host, tmp_path, now=late)).day == date(2026, 7, 2)


@pytest.mark.parametrize(
    "fault",
    [faults.status(500), faults.status(503), faults.status(429, retry_after=1), faults.drop(), faults.empty()],
    ids=["500", "503", "429", "cut", "empty"],
)
async def test_what_may_pass_is_tried_again(fault: faults.Fault, host: Host, tmp_path: Path) -> None:
    host.faults.queue("register", fault, times=TRIES - 1)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day) == (Came.NEW, DAY)
    assert len(host.faults.of("register")) == 4 + TRIES - 1


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (faults.status(500), TRIES),
        (faults.status(504), TRIES),
        (faults.status(429), TRIES),
        (faults.drop(), TRIES),
        (faults.empty(), TRIES),
        (faults.status(403), 1),
        (faults.status(301), 1),
        (faults.status(410), 1),
    ],
    ids=["500", "504", "429", "cut", "empty", "403", "301", "410"],
)
async def test_what_does_not_pass_leaves_the_last_good_register(
    fault: faults.Fault, tries: int, host: Host, tmp_path: Path
) -> None:
    yesterday = await a_good_day_before(host, tmp_path)
    before = len(host.faults.of("register"))
    host.faults.always("register", fault)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day, updated.good) == (Came.UNAVAILABLE, yesterday, False)
    assert len(updated.why) == 1
    assert len(host.faults.of("register")) - before == tries
    assert days(tmp_path) == [yesterday]
    assert nothing_else_is_left(tmp_path)


async def test_a_server_that_is_not_there_leaves_the_last_good_register(host: Host, tmp_path: Path) -> None:
    yesterday = await a_good_day_before(host, tmp_path)
    async with Gias("http://127.0.0.1:9/register", sleep=at_once) as gias:
        updated = await Updating(gias, tmp_path, bounds=SMALL).update(NOW)
    assert (updated.came, updated.day) == (Came.UNAVAILABLE, yesterday)


async def test_waits_grow_with_jitter_and_keep_to_what_the_server_asks_within_a_limit(
    host: Host, tmp_path: Path
) -> None:
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(seconds)

    for asked in (30, 100_000):
        host.faults.queue("register", faults.status(429, retry_after=asked))
    host.faults.queue("register", faults.status(500))
    async with Gias(host.url, sleep=noted) as gias:
        await Updating(gias, tmp_path, bounds=SMALL).update(NOW)
    first, second, third = waits
    assert (first, second) == (30.0, 60.0)
    assert 4 <= third <= 6


async def test_a_host_that_is_slow_in_everything_is_given_up_in_the_end(host: Host, tmp_path: Path) -> None:
    yesterday = await a_good_day_before(host, tmp_path)
    host.server.sendings["edubasealldata"] = [Sending(stall=100)]
    async with Gias(host.url) as gias:
        updated = await Updating(gias, tmp_path, bounds=SMALL, seconds=0.5).update(NOW)
    assert (updated.came, updated.day) == (Came.UNAVAILABLE, yesterday)
    assert "it took over" in updated.why[0]
    assert nothing_else_is_left(tmp_path)


async def test_no_redirect_is_followed(host: Host, tmp_path: Path) -> None:
    host.faults.always("register", faults.status(302))
    updated = await update(host, tmp_path)
    assert updated.came is Came.UNAVAILABLE
    assert "answered 302" in updated.why[0]


async def test_a_folder_that_cannot_be_written_is_told(host: Host, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    updated = await update(host, in_the_way / "register")
    assert (updated.came, updated.day) == (Came.NOT_WRITTEN, None)
    assert str(tmp_path) not in updated.why[0]


async def test_answers_go_on_from_the_old_file_during_an_update(host: Host, tmp_path: Path) -> None:
    await a_good_day_before(host, tmp_path)
    with newest(tmp_path) or pytest.fail("no register") as old:
        updating = asyncio.create_task(update(host, tmp_path))
        answered = 0
        while not updating.done():
            assert old.find("la:870") is not None
            answered += 1
            await asyncio.sleep(0.005)
        assert (await updating).came is Came.NEW
    assert answered > 5
    with newest(tmp_path) or pytest.fail("no register") as register:
        assert register.day == DAY


async def test_two_that_update_at_once_do_not_disturb_each_other(host: Host, tmp_path: Path) -> None:
    first, second = await asyncio.gather(update(host, tmp_path), update(host, tmp_path))
    assert (first.came, second.came) == (Came.NEW, Came.NEW)
    assert days(tmp_path) == [DAY]
    assert nothing_else_is_left(tmp_path)
