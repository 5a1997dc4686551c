"""What the tests of organisations and hiring staff share: organisations as the register gives them."""

from __future__ import annotations

from datetime import date

from handlers.diagnosis import Holding
from handlers.organisations import GroupType, Organisation, OrganisationKind
from handlers.publishers import Held
from tests.erasure.tv import Tv

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


async def held(tv: Tv, organisation: Organisation) -> Held:
    found = await tv.service.held([organisation])
    assert set(found) == {organisation.id}
    return found[organisation.id]


def gone_on(day: date, status: str = "Open") -> Held:
    return Held(Holding.DISCARDED, day, status)
