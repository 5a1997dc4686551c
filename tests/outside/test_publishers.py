"""What the service database says of organisations and of hiring staff, on a real one as the bot's own role."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import event

from adapters.postgres import make_engine
from adapters.service_database import known_schema, publishers
from adapters.service_database.service import PostgresService
from handlers.diagnosis import Holding
from handlers.eligibility import Reason, judge
from handlers.errors import ServiceDatabaseUnavailable
from handlers.organisations import GroupType, Organisation, OrganisationKind, Status
from handlers.publishers import MOST_LISTED, Held
from practice.databases import ROLE, create_database, drop_database
from practice.postgres import Server
from practice.register_server import ENCODING, sample
from practice.service_database.register import (
    CLOSED_BUT_NAMES_THE_TRUST,
    CLOSED_WITH_SUCCESSOR,
    OPEN_BUT_DISCARDED,
    OPEN_BUT_MISSING,
    PILOT_COLLEGE,
    TRUST_WITH_BOTH,
)
from practice.service_database.staff import ACADEMY, AUTHORITY, LISTED, NEVER_SEEN, OTHER_SCHOOL, SCHOOL, Staff
from practice.service_database.staff import STAFF_EMAILS as EMAILS
from tests.conftest import TV_TEMPLATE
from tests.erasure.tv import Tv, opened

LAST_IMPORT = date(2026, 11, 19)  # the template's day is 20 November, 9am
KEPT, MISSING = Held(Holding.KEPT, status="Open"), Held(Holding.MISSING)
ACADEMY_TRUST = "2210"  # The Avenue School Special Needs Academy Trust, named by one school
ITS_SCHOOL = "137435"


def school(urn: str) -> Organisation:
    return Organisation(OrganisationKind.ESTABLISHMENT, urn, "A school")


def group(uid: str, kind: str = GroupType.MULTI_ACADEMY_TRUST) -> Organisation:
    return Organisation(OrganisationKind.GROUP, uid, "A group", type_code=kind)


def trust_of_one(uid: str) -> Organisation:
    return group(uid, GroupType.SINGLE_ACADEMY_TRUST)


def authority(code: str) -> Organisation:
    return Organisation(OrganisationKind.LOCAL_AUTHORITY, code, "An authority", status=None)


@pytest.fixture
async def tv(templates: tuple[Server, dict[str, str]]) -> AsyncIterator[Tv]:
    name = f"tv_{uuid4().hex[:12]}"
    await create_database(templates[0], name, TV_TEMPLATE)
    async with opened(templates[0].url(name), size=2) as tv:
        yield tv
    await drop_database(templates[0], name)


async def held(tv: Tv, organisation: Organisation) -> Held:
    found = await tv.service.held([organisation])
    assert set(found) == {organisation.id}
    return found[organisation.id]


def gone_on(day: date, status: str = "Open") -> Held:
    return Held(Holding.DISCARDED, day, status)


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
    event.listen(tv.service._engine.sync_engine, "before_cursor_execute", lambda *call: said.append(call[2]))
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
    event.listen(tv.service._engine.sync_engine, "before_cursor_execute", lambda *call: said.append(call[2]))
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


@pytest.mark.parametrize("person", [each for each in Staff if not each.startswith("shared")])
async def test_where_somebody_is_listed(tv: Tv, person: Staff) -> None:
    assert await tv.service.known_at(EMAILS[person]) == tuple(sorted(LISTED[person]))


@pytest.mark.parametrize("written", ["ruth.ogden@example.com", "RUTH.OGDEN@EXAMPLE.COM", "  Ruth.Ogden@Example.com "])
async def test_capitals_and_blanks_are_ignored(tv: Tv, written: str) -> None:
    assert await tv.service.known_at(written) == (OTHER_SCHOOL,)


async def test_blanks_around_a_stored_address_are_ignored(tv: Tv) -> None:
    await tv.owner.execute("UPDATE publishers SET email = ' ' || email || ' ' WHERE email = $1", EMAILS[Staff.CAPITALS])
    assert await tv.service.known_at(EMAILS[Staff.CAPITALS]) == (OTHER_SCHOOL,)


async def test_two_people_with_one_address_are_listed_at_both_places(tv: Tv) -> None:
    assert await tv.service.known_at(EMAILS[Staff.SHARED_ADDRESS]) == (AUTHORITY, SCHOOL)


async def test_one_organisation_is_told_once(tv: Tv) -> None:
    await tv.owner.execute(
        "UPDATE publishers SET email = $1 WHERE email = $2",
        *(EMAILS[Staff.AT_ONE_SCHOOL], EMAILS[Staff.AT_TWO_SCHOOLS]),
    )
    assert await tv.service.known_at(EMAILS[Staff.AT_ONE_SCHOOL]) == (SCHOOL, OTHER_SCHOOL)


async def test_a_discarded_organisation_is_told_too(tv: Tv) -> None:
    await tv.owner.execute("UPDATE organisations SET discarded_at = now() WHERE 'urn:' || urn = $1", ACADEMY)
    assert await tv.service.known_at(EMAILS[Staff.AT_AN_ACADEMY]) == (ACADEMY,)


@pytest.mark.parametrize(
    "written",
    [
        NEVER_SEEN,
        "",
        "   ",
        "%@example.org",
        "joan_birch@example.org",
        "' OR 1=1 --",
        "joan.birch@example.org'; DROP TABLE publishers; --",
        "joan.birch@example.org\\",
        ":email",
    ],
)
async def test_nobody_is_found_under_what_is_nobodys_address(tv: Tv, written: str) -> None:
    await tv.owner.execute("UPDATE publishers SET email = ' ' WHERE email = $1", EMAILS[Staff.AT_TWO_SCHOOLS])
    assert await tv.service.known_at(written) == ()
    assert await tv.service.known_at(EMAILS[Staff.AT_ONE_SCHOOL]) == (SCHOOL,)


async def test_an_address_with_an_apostrophe_is_found(tv: Tv) -> None:
    await tv.owner.execute(
        "UPDATE publishers SET email = $2 WHERE email = $1", EMAILS[Staff.CAPITALS], "S.O'Dowd@x.test"
    )
    assert await tv.service.known_at("s.o'dowd@x.test") == (OTHER_SCHOOL,)


async def test_an_organisation_without_any_number_is_left_out(tv: Tv) -> None:
    await tv.owner.execute("UPDATE organisations SET urn = NULL WHERE 'urn:' || urn = $1", OTHER_SCHOOL)
    assert await tv.service.known_at(EMAILS[Staff.AT_TWO_SCHOOLS]) == (SCHOOL,)


@pytest.mark.parametrize("several", [MOST_LISTED, MOST_LISTED + 1])
async def test_a_part_of_a_long_list_is_never_told(tv: Tv, several: int) -> None:
    email = EMAILS[Staff.AT_NONE]
    await tv.owner.execute(
        "INSERT INTO organisation_publishers (organisation_id, publisher_id, created_at, updated_at)"
        " SELECT o.id, p.id, now(), now() FROM publishers p,"
        " (SELECT id FROM organisations WHERE urn IS NOT NULL LIMIT $2) o WHERE p.email = $1",
        email,
        several,
    )
    if several == MOST_LISTED:
        assert len(await tv.service.known_at(email)) == MOST_LISTED
        return
    with pytest.raises(ServiceDatabaseUnavailable, match="more than 200 organisations") as raised:
        await tv.service.known_at(email)
    assert email not in str(raised.value)


ONLY_HERE = sorted(
    (table, column)
    for table, columns in publishers.READ.items()
    for column in columns
    if column not in known_schema.READ.get(table, ())
)


@pytest.mark.parametrize(("table", "column"), ONLY_HERE, ids=map(".".join, ONLY_HERE))
async def test_a_column_that_is_gone_is_named_and_stops_no_deletion(tv: Tv, table: str, column: str) -> None:
    await tv.owner.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO another_name")
    messages = await both_refuse(tv)
    assert messages == [f"ProgrammingError: column {table}.{column} does not exist"] * len(messages)
    assert messages
    assert await tv.service.drift() == ()
    assert (f"The bot's role may not SELECT {table}.{column}, which it needs.") in await tv.service.wrong_rights()


@pytest.mark.parametrize("table", ["publishers", "organisation_publishers"])
async def test_a_table_that_is_gone_or_closed_is_named_and_stops_no_deletion(tv: Tv, table: str) -> None:
    await tv.owner.execute(f"REVOKE ALL (id) ON {table} FROM {ROLE}")
    await tv.owner.execute(f"REVOKE SELECT ({publishers.READ[table][0]}) ON {table} FROM {ROLE}")
    assert await both_refuse(tv) == [f"ProgrammingError: permission denied for table {table}"]
    await tv.owner.execute(f"ALTER TABLE {table} RENAME TO another_name")
    assert await both_refuse(tv) == [f'ProgrammingError: relation "{table}" does not exist']
    assert await tv.service.drift() == ()
    assert await held(tv, school("109787")) == KEPT


async def both_refuse(tv: Tv) -> list[str]:
    """What the look-ups that cannot be done say; with somebody's address, which no message may hold."""
    messages = []
    for ask in (
        tv.service.held([school("109787"), trust_of_one(ACADEMY_TRUST)]),
        tv.service.known_at(EMAILS[Staff.AT_ONE_SCHOOL]),
    ):
        try:
            await ask
        except ServiceDatabaseUnavailable as error:
            messages.append(str(error))
    return messages


async def test_a_database_that_is_down_is_one_error(tv: Tv) -> None:
    engine = make_engine("postgresql://nobody@127.0.0.1:1/nowhere", name="test", encrypted=False, size=1)
    service = PostgresService(engine)
    with pytest.raises(ServiceDatabaseUnavailable):
        await service.held([school("109787")])
    with pytest.raises(ServiceDatabaseUnavailable):
        await service.known_at(NEVER_SEEN)
    await engine.dispose()


async def test_what_cannot_be_sent_is_the_same_error(tv: Tv) -> None:
    for written in ("a\x00@example.org", "\ud800@example.org"):
        with pytest.raises(ServiceDatabaseUnavailable):
            await tv.service.known_at(written)
    assert await tv.service.known_at(EMAILS[Staff.AT_ONE_SCHOOL]) == (SCHOOL,)
