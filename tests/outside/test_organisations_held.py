"""Which organisations the service database holds, asked on a real one as the bot's own role."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import event

from handlers.diagnosis import Holding
from handlers.eligibility import Reason, judge
from handlers.organisations import GroupType, Organisation, OrganisationKind, Status
from handlers.publishers import Held
from practice.register_server import ENCODING, sample
from practice.service_database.register import (
    CLOSED_BUT_NAMES_THE_TRUST,
    CLOSED_WITH_SUCCESSOR,
    OPEN_BUT_DISCARDED,
    OPEN_BUT_MISSING,
    PILOT_COLLEGE,
    TRUST_WITH_BOTH,
)
from tests.erasure.tv import Tv
from tests.outside.hiring import (
    ACADEMY_TRUST,
    ITS_SCHOOL,
    KEPT,
    LAST_IMPORT,
    MISSING,
    authority,
    gone_on,
    group,
    held,
    school,
    trust_of_one,
)


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        (school("109787"), KEPT),
        (school(OPEN_BUT_MISSING), MISSING),
        (school(OPEN_BUT_DISCARDED), gone_on(LAST_IMPORT)),
        (school(CLOSED_WITH_SUCCESSOR), gone_on(LAST_IMPORT, "Closed")),
        (school(PILOT_COLLEGE), KEPT),
        (school("130401"), gone_on(LAST_IMPORT)),  # a college outside the pilot
        (school("130545"), gone_on(LAST_IMPORT)),  # a university
        (school("4124"), MISSING),  # the UID of a trust
        (group("4124"), KEPT),
        (group("109787"), MISSING),  # the URN of a school
        (group("999999"), MISSING),
        (group("17047", GroupType.FEDERATION), MISSING),
        (authority("870"), Held(Holding.KEPT)),
        (authority("998"), MISSING),
        (trust_of_one(ACADEMY_TRUST), KEPT),
        (trust_of_one("999999"), MISSING),
        (trust_of_one("4124"), MISSING),  # its schools name it, with a multi-academy trust's flag
    ],
    ids=lambda each: each.id + each.type_code if isinstance(each, Organisation) else each.holding.value,
)
async def test_what_is_held_of_each_kind(tv: Tv, organisation: Organisation, expected: Held) -> None:
    assert await held(tv, organisation) == expected


async def test_all_are_asked_in_one_question(tv: Tv) -> None:
    said: list[str] = []
    event.listen(tv.service._straight._engine.sync_engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    asked = [school("109787"), school(OPEN_BUT_MISSING), group("4124"), authority("870"), trust_of_one(ACADEMY_TRUST)]
    assert await tv.service.held(asked) == {
        "urn:109787": KEPT,
        f"urn:{OPEN_BUT_MISSING}": MISSING,
        "uid:4124": KEPT,
        "la:870": Held(Holding.KEPT),
        f"uid:{ACADEMY_TRUST}": KEPT,
    }
    assert len([words for words in said if "organisations" in words]) == 1
    assert await tv.service.held([]) == {}
    assert len([words for words in said if "organisations" in words]) == 1


async def test_only_a_single_academy_trust_makes_the_whole_table_be_read(tv: Tv) -> None:
    said: list[str] = []
    event.listen(tv.service._straight._engine.sync_engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    await tv.service.held([school("109787"), group("4124"), authority("870")])
    assert not [words for words in said if "gias_data" in words]


async def test_a_trust_with_a_kept_and_a_closed_school_may_end_at_either(tv: Tv) -> None:
    assert await held(tv, trust_of_one(TRUST_WITH_BOTH)) == Held(Holding.KEPT, status="Open", also_discarded=True)
    closed = await held(tv, school(CLOSED_BUT_NAMES_THE_TRUST))
    assert closed == gone_on(LAST_IMPORT, "Closed")


async def test_a_trust_whose_only_school_is_discarded_is_not_missing(tv: Tv) -> None:
    await tv.owner.execute(
        "UPDATE organisations SET discarded_at = '2026-11-01 22:00', establishment_status = 'Closed' WHERE urn = $1",
        ITS_SCHOOL,
    )
    assert await held(tv, trust_of_one(ACADEMY_TRUST)) == gone_on(date(2026, 11, 1), "Closed")


@pytest.mark.parametrize("data", [None, "null", "[]", '"text"', '{"Trusts (code)": "2210"}'])
async def test_other_shapes_of_gias_data_are_no_school_of_the_trust(tv: Tv, data: str | None) -> None:
    await tv.owner.execute("UPDATE organisations SET gias_data = $2 WHERE urn = $1", ITS_SCHOOL, data)
    assert await held(tv, trust_of_one(ACADEMY_TRUST)) == MISSING
    assert await held(tv, school(ITS_SCHOOL)) == KEPT


async def test_the_day_is_the_one_in_the_united_kingdom(tv: Tv) -> None:
    await tv.owner.execute("UPDATE organisations SET discarded_at = '2026-06-30 23:30' WHERE urn = '109787'")
    assert await held(tv, school("109787")) == gone_on(date(2026, 7, 1))


async def test_a_row_of_the_other_type_does_not_count(tv: Tv) -> None:
    await tv.owner.execute(
        "UPDATE organisations SET type = 'School' WHERE uid = '4124' OR local_authority_code = '870'"
    )
    await tv.owner.execute("UPDATE organisations SET type = 'SchoolGroup' WHERE urn IN ('109787', $1)", ITS_SCHOOL)
    asked = [school("109787"), group("4124"), authority("870"), trust_of_one(ACADEMY_TRUST)]
    assert set((await tv.service.held(asked)).values()) == {MISSING}


async def test_the_practice_database_keeps_what_the_rules_accept(tv: Tv) -> None:
    organisations = {each.id: each for each in map(of_register, rows_of_register())}
    found = await tv.service.held(list(organisations.values()))
    wrong = {
        key
        for key, organisation in organisations.items()
        if (verdict := judge(organisation)).reason is not Reason.TYPE_REFUSED
        and found[key].holding is not (Holding.KEPT if verdict.accepted else Holding.DISCARDED)
    }
    assert wrong == {f"urn:{urn}" for urn in (OPEN_BUT_MISSING, OPEN_BUT_DISCARDED, PILOT_COLLEGE)}


def rows_of_register() -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(sample()["edubasealldata"].decode(ENCODING), newline=""))


def of_register(row: dict[str, str]) -> Organisation:
    return Organisation(
        OrganisationKind.ESTABLISHMENT,
        row["URN"],
        row["EstablishmentName"],
        type_code=row["TypeOfEstablishment (code)"],
        type_group=row["EstablishmentTypeGroup (code)"],
        status=Status(row["EstablishmentStatus (name)"]),
    )
