"""Files that are cut, that stall, or that cannot be the register's: none is ever taken."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.register.extracts import EXTRACTS
from adapters.register.fetch import TRIES, Gias
from adapters.register.store import newest
from adapters.register.update import Updating
from handlers.organisations import Came
from practice.register_server import (
    STEMS,
    Sending,
    in_encoding,
    one_field_less,
    reordered,
    sample,
    times,
    web_page,
    without_column,
)
from tests.register.conftest import Host
from tests.register.files import DAY, four, group, school
from tests.register.updating import BIG, NO_BOUNDS, NOW, a_good_day_before, at_once, nothing_else_is_left, update


@pytest.mark.parametrize("said", [True, False], ids=["length said", "chunked"])
@pytest.mark.parametrize("stem", STEMS)
async def test_a_file_that_is_cut_is_fetched_again(stem: str, said: bool, host: Host, tmp_path: Path) -> None:
    """Cut at the first byte, the last, in the header, and at some places by chance."""
    size = len(sample()[stem])
    dice = random.Random(f"{stem}{said}")
    for cut in (0, 1, 40, size - 1, dice.randrange(size), dice.randrange(size)):
        folder = tmp_path / str(cut)
        host.server.sendings[stem] = [Sending(cut=cut, said=said)]
        updated = await update(host, folder)
        assert (updated.came, updated.day) == (Came.NEW, DAY)
        assert not host.server.sendings[stem]


async def test_a_file_that_is_always_cut_is_never_taken(host: Host, tmp_path: Path) -> None:
    yesterday = await a_good_day_before(host, tmp_path)
    host.server.sendings[BIG] = [Sending(cut=500_000)] * TRIES
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day) == (Came.UNAVAILABLE, yesterday)
    assert nothing_else_is_left(tmp_path)


async def test_a_file_that_stalls_is_given_up_and_fetched_again(host: Host, tmp_path: Path) -> None:
    host.server.sendings[BIG] = [Sending(stall=1000, stall_seconds=30)]
    updated = await asyncio.wait_for(update(host, tmp_path, step=0.3), 20)
    assert (updated.came, updated.day) == (Came.NEW, DAY)


async def test_a_new_order_of_columns_and_new_columns_change_nothing(host: Host, tmp_path: Path) -> None:
    for stem in STEMS:
        host.server.changes[None, stem] = reordered
    assert (await update(host, tmp_path / "new")).came is Came.NEW
    host.server.changes.clear()
    await update(host, tmp_path / "old")
    with newest(tmp_path / "new") or pytest.fail("none") as new, newest(tmp_path / "old") or pytest.fail("none") as old:
        assert new.size == old.size
        assert all(new.organisation(n) == old.organisation(n) for n in range(1, new.size + 1, 50))


NEEDED = [(extract.stem, column) for extract in EXTRACTS for column in extract.columns]


@pytest.mark.parametrize(("stem", "column"), NEEDED, ids=[f"{stem} {column}" for stem, column in NEEDED])
async def test_a_day_without_a_needed_column_is_rejected(stem: str, column: str, host: Host, tmp_path: Path) -> None:
    host.server.files = four([school(100001, "Elm School")], [group(1, "Elm Trust")])
    yesterday = await a_good_day_before(host, tmp_path)
    host.server.changes[DAY, stem] = without_column(column)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day) == (Came.REJECTED, yesterday)
    assert column in updated.why[0]


WRONG = {
    "UTF-8": in_encoding("utf-8"),
    "UTF-8 with a mark": in_encoding("utf-8-sig"),
    "UTF-16": in_encoding("utf-16"),
    "no rows": times(0),
    "half the rows": times(0.5),
    "ten times the rows": times(10),
    "a web page": web_page,
    "a short row": one_field_less,
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_day_that_cannot_be_right_is_rejected_and_the_day_before_stays(
    wrong: str, host: Host, tmp_path: Path
) -> None:
    yesterday = await a_good_day_before(host, tmp_path)
    host.server.changes[DAY, BIG] = WRONG[wrong]
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day, updated.good) == (Came.REJECTED, yesterday, False)
    assert updated.why[0].startswith("2026-11-20 edubasealldata: ")
    assert nothing_else_is_left(tmp_path)


async def test_without_any_register_a_rejected_day_leads_to_the_day_before(host: Host, tmp_path: Path) -> None:
    host.server.changes[DAY, BIG] = without_column("UKPRN")
    updated = await update(host, tmp_path)
    assert (updated.came, updated.day) == (Came.NEW, DAY - timedelta(days=1))
    assert "UKPRN" in updated.why[0]


async def test_only_a_register_of_the_real_size_is_taken_outside_practice(host: Host, tmp_path: Path) -> None:
    async with Gias(host.url, sleep=at_once) as gias:
        updated = await Updating(gias, tmp_path).update(NOW)
    assert (updated.came, len(updated.why)) == (Came.REJECTED, 8)


async def test_bytes_that_windows_1252_does_not_define_are_counted(host: Host, tmp_path: Path) -> None:
    host.server.changes[None, BIG] = lambda content: content.replace(b"Primary School", b"Primary\x81School", 3)
    updated = await update(host, tmp_path)
    assert (updated.came, updated.undefined) == (Came.NEW, 3)
    with newest(tmp_path) or pytest.fail("no register") as register:
        assert register.undefined == 3


@pytest.mark.long
@pytest.mark.parametrize("said", [True, False], ids=["length said", "chunked"])
async def test_cut_anywhere_nothing_wrong_is_ever_taken(said: bool, host: Host, tmp_path: Path) -> None:
    """A small file cut after every single byte, every time it is asked for: it is tried again and then left alone."""
    host.server.files = four([school(100001, "Elm School")], [group(1, "Elm Trust")])
    for stem in STEMS:
        for cut in range(len(host.server.files[stem])):
            host.server.sendings[stem] = [Sending(cut=cut, said=said)] * TRIES
            updated = await update(host, tmp_path, bounds=NO_BOUNDS)
            assert updated.came is Came.UNAVAILABLE, (stem, cut)
        host.server.sendings.clear()
