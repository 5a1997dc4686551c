"""Organisations for tests, by hand: a school that all rules accept, and changes to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.organisations import GroupType, Organisation, OrganisationKind, Status

SCHOOL = Organisation(
    OrganisationKind.ESTABLISHMENT,
    "100001",
    "Elm Park Primary School",
    town="Reading",
    postcode="RG1 1AA",
    type_code="01",
    type_name="Community school",
    type_group="4",
    status=Status.OPEN,
    ukprn="10000001",
    la_code="870",
    la_name="Reading",
    establishment_number="2001",
)
TRUST = Organisation(
    OrganisationKind.GROUP,
    "2001",
    "ELM PARK LEARNING TRUST",
    type_code=GroupType.MULTI_ACADEMY_TRUST,
    type_name="Multi-academy trust",
    ukprn="10050001",
    company_number="07000001",
    group_id="TR00001",
)
AUTHORITY = Organisation(OrganisationKind.LOCAL_AUTHORITY, "870", "Reading", status=None)


def school(**changes: Any) -> Organisation:
    """The school with some fields changed."""
    return replace(SCHOOL, **changes)


def group(type_code: str, **changes: Any) -> Organisation:
    """The trust as another type of group."""
    return replace(TRUST, type_code=type_code, **changes)
