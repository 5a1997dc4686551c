"""Hiring staff ("publishers") in the service database: which organisations it holds, and where an address is listed.

The statements write whole table names, so that what PostgreSQL says of a column that is gone names it in full.

Measured on 31,653 organisations with rows of the register's size and 100,000 publishers (PostgreSQL 18, warm):
schools by URN, trusts by UID and authorities by code are index scans, 0.1 ms together. A single-academy trust reads
all organisations, 0.8 s of which half is unpacking gias_data: it is json and has no index, and Teaching Vacancies' own
sign-in does the same; so it is asked only when there is such a trust. An address reads all publishers, 0.07 s: there
is an index on email, but none that ignores capitals, and sign-in stores the address as DfE Sign-in writes it. From
there on it is indexes again. Nothing is locked.

Personal data among the columns read: publishers.email. gias_data is the public register's row, with the head teacher's
name in it; only two of its keys are asked for, and no name of anybody is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.diagnosis import Holding
from handlers.eligibility import SINGLE_ACADEMY_FLAG
from handlers.errors import ServiceDatabaseUnavailable
from handlers.organisations import GroupType, Organisation, OrganisationKind
from handlers.publishers import MOST_LISTED, Held
from handlers.unlink import normal

# Every column that a statement here names; deploy/service_database.sql grants reading exactly these, and no deletion
# rests on them.
READ = {
    "organisation_publishers": ("organisation_id", "publisher_id"),
    "organisations": (
        "discarded_at",
        "establishment_status",
        "gias_data",
        "id",
        "local_authority_code",
        "type",
        "uid",
        "urn",
    ),
    "publishers": ("email", "id"),
}

# Rails stores UTC without zone.
_OF_ORGANISATION = """
    (organisations.discarded_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/London')::date AS discarded_on,
    organisations.discarded_at IS NOT NULL AS discarded, organisations.establishment_status AS status
FROM organisations"""
_BY_NUMBER = f"""
SELECT 'urn:' || organisations.urn AS id, {_OF_ORGANISATION}
WHERE organisations.type = 'School' AND organisations.urn = ANY(CAST(:urn AS text[]))
UNION ALL
SELECT 'uid:' || organisations.uid, {_OF_ORGANISATION}
WHERE organisations.type = 'SchoolGroup' AND organisations.uid = ANY(CAST(:uid AS text[]))
UNION ALL
SELECT 'la:' || organisations.local_authority_code, {_OF_ORGANISATION}
WHERE organisations.type = 'SchoolGroup' AND organisations.local_authority_code = ANY(CAST(:la AS text[]))
"""
HELD = text(_BY_NUMBER)
# omniauth_callbacks_controller.rb: no test for kept, none for the type of school, no order.
HELD_THROUGH_SCHOOLS = text(f"""{_BY_NUMBER}
UNION ALL
SELECT 'uid:' || (organisations.gias_data ->> 'Trusts (code)'), {_OF_ORGANISATION}
WHERE organisations.type = 'School' AND organisations.gias_data ->> 'Trusts (code)' = ANY(CAST(:trusts AS text[]))
    AND organisations.gias_data ->> 'TrustSchoolFlag (code)' = '{SINGLE_ACADEMY_FLAG}'
""")

# The ids first, as an array, as in jobseekers.FIND.
KNOWN_AT = text("""
SELECT DISTINCT CASE organisations.type
    WHEN 'School' THEN 'urn:' || nullif(organisations.urn, '')
    WHEN 'SchoolGroup' THEN
        coalesce('uid:' || nullif(organisations.uid, ''), 'la:' || nullif(organisations.local_authority_code, ''))
    END AS id
FROM organisation_publishers JOIN organisations ON organisations.id = organisation_publishers.organisation_id
WHERE organisation_publishers.publisher_id = ANY(ARRAY(
    SELECT publishers.id FROM publishers WHERE lower(btrim(publishers.email)) = :email))
LIMIT :most
""")


async def held(connection: AsyncConnection, organisations: Sequence[Organisation]) -> Mapping[str, Held]:
    """What there is of each, by id: one round trip, none for nothing. Raises SQLAlchemyError."""
    given: dict[str, list[str]] = {"urn": [], "uid": [], "la": []}
    trusts: list[str] = []
    for each in organisations:
        (trusts if _through_schools(each) else given[each.kind.value]).append(each.number)
    found: dict[str, list[RowMapping]] = defaultdict(list)
    if trusts:
        rows = await connection.execute(HELD_THROUGH_SCHOOLS, {**given, "trusts": trusts})
    elif organisations:
        rows = await connection.execute(HELD, given)
    else:
        return {}
    for row in rows.mappings():
        found[row["id"]].append(row)
    return {each.id: _held(found[each.id]) for each in organisations}


async def known_at(connection: AsyncConnection, email: str) -> tuple[str, ...]:
    """Where this address is listed, in order. Raises SQLAlchemyError, ServiceDatabaseUnavailable for too many."""
    address = normal(email)
    if not address:
        return ()
    # One more than may be told, and the NULL of a row that has no number at all.
    listed = (await connection.execute(KNOWN_AT, {"email": address, "most": MOST_LISTED + 2})).scalars()
    ids = sorted(each for each in listed if each is not None)
    if len(ids) > MOST_LISTED:
        raise ServiceDatabaseUnavailable(f"the address is listed at more than {MOST_LISTED} organisations")
    return tuple(ids)


def _through_schools(organisation: Organisation) -> bool:
    """A single-academy trust is not stored: only the schools that name it are."""
    return organisation.kind is OrganisationKind.GROUP and organisation.type_code == GroupType.SINGLE_ACADEMY_TRUST


def _held(rows: Sequence[RowMapping]) -> Held:
    """Of several schools of one trust the kept one is told, since nobody is stopped; the other is mentioned."""
    if not rows:
        return Held(Holding.MISSING)
    discarded = [row for row in rows if row["discarded"]]
    kept = [row for row in rows if not row["discarded"]]
    if kept:
        return Held(Holding.KEPT, status=kept[0]["status"], also_discarded=bool(discarded))
    latest = max(discarded, key=lambda row: row["discarded_on"])
    return Held(Holding.DISCARDED, latest["discarded_on"], latest["status"])
