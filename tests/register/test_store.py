"""One SQLite file a day: built aside, complete or not at all, the last three kept, read as what it holds."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.register.build import build
from adapters.register.extracts import ESTABLISHMENTS, SMALL, DayRejected, Fault
from adapters.register.schema import FIELDS
from adapters.register.store import (
    RegisterUnreadable,
    Stored,
    age,
    days,
    file_of,
    last_good,
    newest,
    put,
    room_for_coming,
)
from handlers.organisations import Organisation, OrganisationKind, Status
from tests.register.files import DAY, four, group, link, member, school, stored, write

SCHOOLS = [
    school(100001, "Elm Primary School", UKPRN="10000001", EstablishmentStatus_code="2", CloseDate="31-08-2020"),
    school(100002, "Elm Academy", UKPRN="10000002", TypeOfEstablishment_code="34", Trusts_code="2001",
           TrustSchoolFlag_code="5", LA_code="871", LA_name="Slough", EstablishmentNumber="4001"),
    school(100003, "Elm Old Academy", EstablishmentStatus_code="2"),
    school(100004, "Elm Infant School", EstablishmentStatus_code="2"),
    school(100005, "Elm Newest Academy", EstablishmentStatus_code="4"),
]  # fmt: skip
FILES = four(
    SCHOOLS,
    groups=[
        group(2001, "ELM TRUST", Group_Type_code="10", UKPRN="10050001", Companies_House_Number="07000001",
              Group_ID="TR00001", Group_Status_code="CLOSED", Closed_Date="01/02/2020", Group_Town="Reading"),
        group(2002, "Oak Trust", Incorporated_on_open_date="03/04/2015", Group_Town="Not recorded"),
    ],
    links=[
        link(100001, 100003),
        link(100003, 100001, "Predecessor"),
        link(100003, 100002),
        link(100005, 100004, "Predecessor - merged"),
        link(100001, 100005, "Other"),
        link(100001, 999999, "Successor"),
    ],
    members=[member(100002, 2001), member(100002, 2002), member(999999, 2002)],
)  # fmt: skip


def test_the_columns_stand_in_the_order_of_the_organisation() -> None:
    assert FIELDS.split(", ") == [field.name for field in fields(Organisation)]


def test_an_establishment_is_read_as_it_was_written(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        found = register.find("urn:100002")
        assert found is not None
        assert (found.kind, found.name, found.ukprn) == (OrganisationKind.ESTABLISHMENT, "Elm Academy", "10000002")
        assert (found.type_code, found.status, found.la_code, found.la_name) == ("34", Status.OPEN, "871", "Slough")
        assert (found.trust_flag, found.trust_uid, found.opened) == ("5", "2001", date(1999, 9, 1))
        closed = register.find("urn:100001")
        assert closed is not None
        assert (closed.status, closed.closed) == (Status.CLOSED, date(2020, 8, 31))


def test_a_group_is_read_as_it_was_written(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        trust, other = register.find("uid:2001"), register.find("uid:2002")
        assert trust is not None
        assert other is not None
        assert (trust.status, trust.closed, trust.town) == (Status.CLOSED, date(2020, 2, 1), "Reading")
        assert (trust.company_number, trust.group_id, trust.ukprn) == ("07000001", "TR00001", "10050001")
        assert (other.opened, other.town) == (date(2015, 4, 3), "")


@pytest.mark.parametrize(
    ("value", "kinds", "ids"),
    [
        ("100002", (), ["urn:100002"]),
        ("10000002", (), ["urn:100002"]),
        ("8714001", (), ["urn:100002"]),
        ("2001", (), ["uid:2001"]),
        ("07000001", (), ["uid:2001"]),
        ("TR00001", (), ["uid:2001"]),
        ("10050001", (), ["uid:2001"]),
        ("871", (), ["la:871"]),
        ("RG11AA", ("postcode",), [f"urn:{urn}" for urn in range(100001, 100006)]),
        ("100002", ("ukprn",), []),
        ("", (), []),
    ],
)
def test_every_identifier_leads_to_its_organisation(
    value: str, kinds: tuple[str, ...], ids: list[str], tmp_path: Path
) -> None:
    with stored(FILES, tmp_path) as register:
        assert [register.organisation(n).id for n in register.identified(value, kinds)] == ids


def test_links_are_followed_both_ways_and_to_the_end(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        listed = {
            urn: register.listed(found) for urn in range(100001, 100006) if (found := register.find(f"urn:{urn}"))
        }
        heirs = {urn: [heir.urn for heir in each.successors] for urn, each in listed.items()}
        assert heirs == {100001: ["100002"], 100002: [], 100003: ["100002"], 100004: ["100005"], 100005: []}
        assert [each.urn for each in listed[100002].predecessors] == ["100003"]
        assert [each.urn for each in listed[100005].predecessors] == ["100004"], "the links said it one way only"


def test_successors_in_a_circle_and_closed_ones_at_the_end_are_no_trouble(tmp_path: Path) -> None:
    closed = [school(100001 + n, f"School {n}", EstablishmentStatus_code="2") for n in range(4)]
    links = [link(100001, 100002), link(100002, 100001), link(100003, 100004)]
    with stored(four(closed, links=links), tmp_path) as register:
        for urn, heir in (("100001", "100002"), ("100003", "100004")):
            found = register.find(f"urn:{urn}")
            assert found is not None
            assert [each.urn for each in register.listed(found).successors] == [heir]


def test_groups_know_their_members_and_the_schools_whose_trust_columns_name_them(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        trust, academy = register.find("uid:2001"), register.find("urn:100002")
        assert trust is not None
        assert academy is not None
        listed = register.listed(trust)
        assert [each.urn for each in listed.members] == [each.urn for each in listed.trust_schools] == ["100002"]
        assert [each.uid for each in register.listed(academy).groups] == ["2001", "2002"]


def test_a_local_authority_stands_once(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        [n] = register.identified("870")
        found = register.organisation(n)
        assert (found.id, found.name, found.status) == ("la:870", "Reading", None)
        assert register.listed(found).members == ()


def test_it_says_its_day_its_counts_and_its_undefined_bytes(tmp_path: Path) -> None:
    target = tmp_path / "register-2026-11-20.sqlite3"
    counts = build(write(FILES, tmp_path), DAY, target, bounds=SMALL, before={}, undefined=7)
    with Stored(target) as register:
        assert (register.day, register.undefined, dict(register.counts)) == (DAY, 7, counts)
    assert counts[ESTABLISHMENTS.stem] == 5
    assert last_good(tmp_path) == (DAY, counts)


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (four([school(100001, "Elm", UKPRN="1"), {**school(100002, "Oak"), "URN": "x"}]), Fault.WRONG_NUMBER),
        (four(SCHOOLS, groups=[{**group(1, "Elm"), "Group UID": ""}]), Fault.WRONG_NUMBER),
        ({**FILES, ESTABLISHMENTS.stem: FILES[ESTABLISHMENTS.stem][:-40]}, Fault.RAGGED),
        ({**FILES, ESTABLISHMENTS.stem: FILES[ESTABLISHMENTS.stem].partition(b"\r\n")[0]}, Fault.TOO_FEW),
    ],
)
def test_a_rejected_day_leaves_nothing_behind(files: dict[str, bytes], fault: Fault, tmp_path: Path) -> None:
    target = tmp_path / "aside.sqlite3"
    with pytest.raises(DayRejected) as rejected:
        build(write(files, tmp_path), DAY, target, bounds=SMALL, before={})
    assert rejected.value.fault is fault
    assert not target.exists()


def test_the_last_three_days_are_kept_and_the_newest_is_used(tmp_path: Path) -> None:
    built = stored(FILES, tmp_path, DAY)
    built.close()
    content = file_of(tmp_path, DAY).read_bytes()
    for back in range(5, -1, -1):
        aside = tmp_path / "aside"
        aside.write_bytes(content)
        put(aside, tmp_path, DAY - timedelta(days=back))
    assert days(tmp_path) == [DAY, DAY - timedelta(days=1), DAY - timedelta(days=2)]
    with newest(tmp_path) or pytest.fail("no register") as register:
        assert register.day == DAY


@pytest.mark.parametrize("content", [b"", b"no database" * 100, b"SQLite format 3\x00" + b"\x00" * 4000])
def test_a_file_that_cannot_be_read_is_passed_over(content: bytes, tmp_path: Path) -> None:
    stored(FILES, tmp_path, DAY - timedelta(days=1)).close()
    file_of(tmp_path, DAY).write_bytes(content)
    with pytest.raises(RegisterUnreadable):
        Stored(file_of(tmp_path, DAY))
    with newest(tmp_path) or pytest.fail("no register") as register:
        assert register.day == DAY - timedelta(days=1)


def test_a_file_of_another_version_is_passed_over(tmp_path: Path) -> None:
    stored(FILES, tmp_path).close()
    database = sqlite3.connect(file_of(tmp_path, DAY))
    database.execute("PRAGMA user_version=99")
    database.close()
    assert newest(tmp_path) is None
    assert last_good(tmp_path) == (None, {})


def test_without_a_folder_there_is_no_register(tmp_path: Path) -> None:
    assert newest(tmp_path / "none") is None


def test_a_register_that_is_open_stays_readable_when_its_file_goes(tmp_path: Path) -> None:
    with stored(FILES, tmp_path) as register:
        file_of(tmp_path, DAY).unlink()
        assert register.find("urn:100002") is not None


def test_what_a_killed_process_left_is_removed_later(tmp_path: Path) -> None:
    import os

    left, busy = tmp_path / ".coming-left", tmp_path / ".coming-busy"
    left.mkdir()
    busy.mkdir()
    os.utime(left, (0, 0))
    with room_for_coming(tmp_path) as aside:
        assert aside.is_dir()
        assert not left.exists()
        assert busy.exists()
    assert not aside.exists()


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 11, 20), 36.0), (date(2026, 7, 1), 36.0)],
)
def test_age_is_counted_from_midnight_in_london(day: date, hours: float) -> None:
    noon_after = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=1)
    summer = 1.0 if day.month == 7 else 0.0
    assert age(day, noon_after) == timedelta(hours=hours + summer)
