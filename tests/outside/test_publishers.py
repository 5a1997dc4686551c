"""Where the service database lists hiring staff, and what both look-ups do when it has changed or is down."""

from __future__ import annotations

import pytest

from adapters.postgres import make_engine
from adapters.service_database import known_schema, publishers
from adapters.service_database.service import PostgresService
from handlers.errors import ServiceDatabaseUnavailable
from handlers.publishers import MOST_LISTED
from practice.databases import ROLE
from practice.service_database.staff import ACADEMY, AUTHORITY, LISTED, NEVER_SEEN, OTHER_SCHOOL, SCHOOL, Staff
from practice.service_database.staff import STAFF_EMAILS as EMAILS
from tests.erasure.tv import Tv
from tests.outside.hiring import ACADEMY_TRUST, KEPT, held, school, trust_of_one


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
