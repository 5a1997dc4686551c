"""Invented hiring staff ("publishers") at organisations of the sample register, for failed sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from practice.service_database.book import Page
from practice.service_database.register import CLOSED_WITH_SUCCESSOR

SCHOOL: Final = "urn:109787"  # Redlands Primary School, Reading
OTHER_SCHOOL: Final = "urn:109799"  # Moorlands Primary School, Reading
ACADEMY: Final = "urn:136448"  # Kendrick School, the school of a single-academy trust
TRUST: Final = "uid:4124"
AUTHORITY: Final = "la:870"  # Reading


class Staff(StrEnum):
    """Who is there, by where DfE Sign-in has listed them."""

    AT_ONE_SCHOOL = "at_one_school"
    AT_TWO_SCHOOLS = "at_two_schools"
    AT_NONE = "at_none"
    AT_A_CLOSED_SCHOOL = "at_a_closed_school"
    AT_AN_ACADEMY = "at_an_academy"
    AT_A_TRUST = "at_a_trust"
    OF_AN_AUTHORITY = "of_an_authority"
    SHARED_ADDRESS = "shared_address"
    SHARED_ADDRESS_OTHER = "shared_address_other"
    CAPITALS = "capitals"


STAFF_EMAILS: Final[Mapping[Staff, str]] = {
    Staff.AT_ONE_SCHOOL: "joan.birch@example.org",
    Staff.AT_TWO_SCHOOLS: "peter.lowe@example.org",
    Staff.AT_NONE: "ursula.main@example.net",
    Staff.AT_A_CLOSED_SCHOOL: "gareth.finch@example.org",
    Staff.AT_AN_ACADEMY: "amina.sayed@example.com",
    Staff.AT_A_TRUST: "victor.hale@example.com",
    Staff.OF_AN_AUTHORITY: "nell.carver@example.org",
    Staff.SHARED_ADDRESS: "office@example.org",
    Staff.SHARED_ADDRESS_OTHER: "office@example.org",
    Staff.CAPITALS: "Ruth.Ogden@Example.com",
}
NEVER_SEEN: Final = "somebody.new@example.org"
"""An address that no row bears."""

LISTED: Final[Mapping[Staff, tuple[str, ...]]] = {
    Staff.AT_ONE_SCHOOL: (SCHOOL,),
    Staff.AT_TWO_SCHOOLS: (SCHOOL, OTHER_SCHOOL),
    Staff.AT_NONE: (),
    Staff.AT_A_CLOSED_SCHOOL: (f"urn:{CLOSED_WITH_SUCCESSOR}",),
    Staff.AT_AN_ACADEMY: (ACADEMY,),
    Staff.AT_A_TRUST: (TRUST,),
    Staff.OF_AN_AUTHORITY: (AUTHORITY, OTHER_SCHOOL),
    Staff.SHARED_ADDRESS: (SCHOOL,),
    Staff.SHARED_ADDRESS_OTHER: (AUTHORITY,),
    Staff.CAPITALS: (OTHER_SCHOOL,),
}


def write_staff(page: Page, organisations: Mapping[str, UUID]) -> None:
    """Write them down; `organisations` are the rows' ids by urn:…, uid:… or la:…."""
    for person, listed in LISTED.items():
        publisher(page, STAFF_EMAILS[person], *(organisations[each] for each in listed))


def publisher(page: Page, email: str, *organisations: UUID) -> UUID:
    """One of the hiring staff, as the nightly job writes whom DfE Sign-in lists at these organisations."""
    key = page.insert(
        "publishers",
        oid=str(UUID(int=page.rng.getrandbits(128), version=4)),
        email=email,
        given_name_ciphertext=page.ciphertext(),
        family_name_ciphertext=page.ciphertext(),
        accepted_terms_at=page.ago(900),
        created_at=page.ago(900),
    )
    for organisation in organisations:
        page.insert("organisation_publishers", organisation_id=organisation, publisher_id=key, created_at=page.ago(900))
    return key
