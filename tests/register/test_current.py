"""The register in use: the newest file, taken up when it comes, refused when it is too old."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.register.current import LOOK_EVERY, CurrentRegister
from adapters.register.store import file_of
from handlers.errors import RegisterUnavailable
from handlers.ports import Organisations
from tests.register.files import DAY, four, link, school, stored

NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
OLD = four([school(100001, "Elm School", EstablishmentStatus_code="2"), school(100002, "Elm Academy")],
           links=[link(100001, 100002)])  # fmt: skip
NEW = four([school(100003, "Oak School")])


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def using(folder: Path, clock: Clock) -> Iterator[CurrentRegister]:
    current = CurrentRegister(folder, clock)
    yield current
    current.close()


def ids(register: Organisations, query: str) -> list[str]:
    return [match.organisation.id for match in register.look_up(query).matches]


async def test_a_newer_file_is_taken_up_at_the_next_look(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
    with using(tmp_path, clock) as current:
        assert await current.take_up()
        assert ids(current, "100002") == ["urn:100002"]
        stored(NEW, tmp_path, DAY).close()
        assert not await current.take_up(), "it looked just now"
        assert (current.day, ids(current, "100003")) == (DAY - timedelta(days=1), [])
        clock.now += LOOK_EVERY
        assert await current.take_up()
        assert (current.day, ids(current, "100003")) == (DAY, ["urn:100003"])
        clock.now += LOOK_EVERY
        assert not await current.take_up(), "nothing is newer"
    assert current.day is None, "closed"


async def test_while_a_new_file_is_read_the_one_before_answers(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
    with using(tmp_path, clock) as current:
        await current.take_up()
        many = [school(200000 + n, f"Oak {n} School of {n * n}") for n in range(5000)]
        stored(four(many), tmp_path, DAY).close()
        clock.now += LOOK_EVERY
        reading = asyncio.create_task(current.take_up())
        answered: list[list[str]] = []
        while not reading.done():
            await asyncio.sleep(0)
            answered.append(ids(current, "100002"))
        assert len(answered) > 3, "the loop had its turns meanwhile"
        assert answered[0] == ["urn:100002"]
        assert all(answer == ["urn:100002"] for answer in answered[:-1])
        assert ids(current, "204999") == ["urn:204999"]


@pytest.mark.parametrize("cut", [0, 60_000])
async def test_a_newer_file_that_cannot_be_read_changes_nothing(tmp_path: Path, clock: Clock, cut: int) -> None:
    stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
    with using(tmp_path, clock) as current:
        await current.take_up()
        many = [school(200000 + n, f"Oak {n} School of {n * n}") for n in range(1000)]
        stored(four(many), tmp_path, DAY).close()
        broken = file_of(tmp_path, DAY)
        broken.write_bytes(broken.read_bytes()[:cut].ljust(len(broken.read_bytes()), b"x") or b"no database")
        clock.now += timedelta(hours=1)
        assert not await current.take_up()
        assert current.day == DAY - timedelta(days=1)
    with using(tmp_path, clock) as current:
        assert await current.take_up(), "after a restart too"
        assert current.day == DAY - timedelta(days=1)


async def test_an_older_file_never_follows_a_newer_one(tmp_path: Path, clock: Clock) -> None:
    stored(NEW, tmp_path, DAY).close()
    with using(tmp_path, clock) as current:
        await current.take_up()
        file_of(tmp_path, DAY).unlink()
        stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
        clock.now += LOOK_EVERY
        assert not await current.take_up()
        assert ids(current, "100003") == ["urn:100003"], "what is open stays readable"


async def test_one_organisation_is_found_by_its_id_with_its_links(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path).close()
    with using(tmp_path, clock) as current:
        await current.take_up()
        listed = current.find("urn:100001")
        assert listed is not None
        assert [heir.id for heir in listed.successors] == ["urn:100002"]
        for nobody in ("urn:999999", "uid:100001", "", "urn:"):
            assert current.find(nobody) is None


@pytest.mark.parametrize(("hours", "usable"), [(0, True), (37, True), (24 * 6 + 11, True), (24 * 6 + 13, False)])
async def test_it_refuses_after_7_days(hours: int, usable: bool, tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path).close()
    with using(tmp_path, clock) as current:
        await current.take_up()
        clock.now += timedelta(hours=hours)
        assert current.age == timedelta(hours=12 + hours)
        if usable:
            assert current.look_up("100001").day == DAY
        else:
            with pytest.raises(RegisterUnavailable, match="2026-11-20"):
                current.look_up("100001")


async def test_without_a_register_it_cannot_be_asked_and_is_once_there_is_one(tmp_path: Path, clock: Clock) -> None:
    with using(tmp_path / "folder", clock) as current:
        assert not await current.take_up()
        assert (current.day, current.age) == (None, None)
        for ask in (current.look_up, current.find):
            with pytest.raises(RegisterUnavailable, match="no copy"):
                ask("urn:100001")
        (tmp_path / "folder").mkdir()
        stored(OLD, tmp_path / "folder").close()
        clock.now += LOOK_EVERY
        assert await current.take_up()
        assert current.day == DAY
