"""The register in use: the newest file, taken up when it comes, refused when it is too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.register.current import CurrentRegister
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


def ids(register: Organisations, query: str) -> list[str]:
    return [match.organisation.id for match in register.look_up(query).matches]


def test_a_newer_file_is_taken_up_within_a_minute(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
    current = CurrentRegister(tmp_path, clock)
    assert ids(current, "100002") == ["urn:100002"]
    stored(NEW, tmp_path, DAY).close()
    assert (current.day, ids(current, "100003")) == (DAY - timedelta(days=1), [])
    clock.now += timedelta(minutes=1)
    assert (current.day, ids(current, "100003")) == (DAY, ["urn:100003"])
    current.close()
    assert ids(current, "100003") == ["urn:100003"], "closed, it opens again when asked"


def test_a_newer_file_that_cannot_be_read_changes_nothing(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path, DAY - timedelta(days=1)).close()
    current = CurrentRegister(tmp_path, clock)
    assert current.day
    file_of(tmp_path, DAY).write_bytes(b"no database")
    clock.now += timedelta(hours=1)
    assert current.day == DAY - timedelta(days=1)


def test_one_organisation_is_found_by_its_id_with_its_links(tmp_path: Path, clock: Clock) -> None:
    stored(OLD, tmp_path).close()
    current = CurrentRegister(tmp_path, clock)
    listed = current.find("urn:100001")
    assert listed is not None
    assert [heir.id for heir in listed.successors] == ["urn:100002"]
    for nobody in ("urn:999999", "uid:100001", "", "urn:"):
        assert current.find(nobody) is None


@pytest.mark.parametrize(
    ("hours", "old", "usable"), [(0, False, True), (35, False, True), (37, True, True), (24 * 6 + 13, True, False)]
)
def test_it_warns_from_48_hours_and_refuses_after_7_days(
    hours: int, old: bool, usable: bool, tmp_path: Path, clock: Clock
) -> None:
    stored(OLD, tmp_path).close()
    clock.now += timedelta(hours=hours)
    current = CurrentRegister(tmp_path, clock)
    assert current.getting_old is old
    if usable:
        assert current.look_up("100001").day == DAY
    else:
        with pytest.raises(RegisterUnavailable, match="2026-11-20"):
            current.look_up("100001")


def test_without_a_register_it_cannot_be_asked_and_is_asked_again_when_there_is_one(
    tmp_path: Path, clock: Clock
) -> None:
    current = CurrentRegister(tmp_path / "folder", clock)
    assert (current.day, current.getting_old) == (None, True)
    for ask in (current.look_up, current.find):
        with pytest.raises(RegisterUnavailable, match="no copy"):
            ask("urn:100001")
    (tmp_path / "folder").mkdir()
    stored(OLD, tmp_path / "folder").close()
    clock.now += timedelta(minutes=2)
    assert current.day == DAY
