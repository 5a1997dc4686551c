"""What Teaching Vacancies accepts at sign-in: every row of the table, on hand-made organisations."""

from __future__ import annotations

import pytest

from handlers.eligibility import (
    ACCEPTED_CATEGORIES,
    GROUP_CATEGORIES,
    REFUSED_TYPES,
    Category,
    Eligibility,
    Reason,
    judge,
)
from handlers.organisations import GroupType, Status
from tests.register.given import AUTHORITY, SCHOOL, TRUST, group, school

# publisher-access.md: what is left of the type ids when the refused ones are taken out.
PLAIN = ["01", "02", "03", "05", "06", "07", "08", "12", "14", "15", "24", "28", "31"]
ACADEMIES = [str(number) for number in (33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 57)]
ACCEPTED_TYPES = [*PLAIN, *ACADEMIES]  # and 18 in the pilot


def test_the_accepted_categories_are_the_four_of_the_callback() -> None:
    assert {str(each) for each in ACCEPTED_CATEGORIES} == {"001", "002", "010", "013"}


@pytest.mark.parametrize("type_code", sorted(REFUSED_TYPES))
def test_the_eleven_refused_types_are_refused_open_or_closed(type_code: str) -> None:
    assert len(REFUSED_TYPES) == 11
    for status in Status:
        found = judge(school(type_code=type_code, status=status))
        assert found == Eligibility(False, Reason.TYPE_REFUSED, Category.ESTABLISHMENT)


@pytest.mark.parametrize("type_code", [*ACCEPTED_TYPES, ""])
def test_every_other_type_is_accepted_and_so_is_a_missing_one(type_code: str) -> None:
    assert judge(school(type_code=type_code)) == Eligibility(True, Reason.SCHOOL, Category.ESTABLISHMENT)


def test_the_rule_looks_at_codes_and_never_at_names() -> None:
    """The importer's own list is by name, with another apostrophe than the register's, and so never matches."""
    assert not judge(school(type_code="26", type_name="Service children’s education", type_group="9")).accepted
    assert judge(school(name="Welsh Online University", type_name="Welsh establishment")).accepted


@pytest.mark.parametrize(
    ("status", "accepted", "reason"),
    [
        (Status.OPEN, True, Reason.SCHOOL),
        (Status.PROPOSED_TO_CLOSE, True, Reason.PROPOSED_TO_CLOSE),
        (Status.PROPOSED_TO_OPEN, True, Reason.PROPOSED_TO_OPEN),
        (Status.CLOSED, False, Reason.CLOSED),
    ],
)
def test_only_closed_schools_are_discarded(status: Status, accepted: bool, reason: Reason) -> None:
    assert judge(school(status=status)) == Eligibility(accepted, reason, Category.ESTABLISHMENT)


@pytest.mark.parametrize("type_group", ["2", "6", "13"])
def test_universities_welsh_schools_and_online_providers_are_discarded_by_their_type_group(type_group: str) -> None:
    found = judge(school(type_group=type_group))
    assert (found.accepted, found.reason) == (False, Reason.TYPE_GROUP_DISCARDED)


def test_a_college_is_accepted_only_in_the_pilot() -> None:
    college = school(type_code="18", type_group="1", ukprn="10001467")
    assert judge(college).reason is Reason.COLLEGE_OUTSIDE_PILOT
    assert judge(college, pilot={"10001467"}) == Eligibility(True, Reason.PILOT_COLLEGE, Category.ESTABLISHMENT)
    assert not judge(college, pilot={"10009999"}).accepted
    assert not judge(school(type_code="18", type_group="1", ukprn=""), pilot={""}).accepted
    assert judge(school(type_code="31", type_group="1")).reason is Reason.SCHOOL, "a sixth form centre"
    closed = school(type_code="18", type_group="1", ukprn="10001467", status=Status.CLOSED)
    assert judge(closed, pilot={"10001467"}).reason is Reason.CLOSED


def test_a_local_authority_is_accepted() -> None:
    assert judge(AUTHORITY) == Eligibility(True, Reason.LOCAL_AUTHORITY, Category.LOCAL_AUTHORITY)


def test_a_multi_academy_trust_is_accepted_and_its_status_is_not_tested() -> None:
    assert judge(TRUST) == Eligibility(True, Reason.TRUST, Category.MULTI_ACADEMY_TRUST)
    closed = group(GroupType.MULTI_ACADEMY_TRUST, status=Status.CLOSED)
    assert judge(closed) == Eligibility(True, Reason.CLOSED_TRUST, Category.MULTI_ACADEMY_TRUST)


def test_a_single_academy_trust_is_accepted_through_the_school_that_names_it() -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    its_school = school(trust_flag="5", trust_uid=trust.number)
    assert judge(trust, [its_school]) == Eligibility(True, Reason.THROUGH_ITS_SCHOOL, Category.SINGLE_ACADEMY_TRUST)
    for others in ([], [school(trust_flag="3", trust_uid=trust.number)], [school(trust_flag="5", trust_uid="1")]):
        found = judge(trust, others)
        assert (found.accepted, found.reason) == (False, Reason.TRUST_WITHOUT_SCHOOL)


def test_the_school_of_a_single_academy_trust_may_be_closed() -> None:
    """The look-up has no `kept` test: a closed predecessor in the same trust may be picked."""
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    assert judge(trust, [school(trust_flag="5", trust_uid=trust.number, status=Status.CLOSED)]).accepted


@pytest.mark.parametrize("type_code", ["01", "02", "05", "07", "08", "09", "99", ""])
def test_no_other_group_is_ever_accepted(type_code: str) -> None:
    for status in Status:
        assert judge(group(type_code, status=status), [SCHOOL]) == Eligibility(False, Reason.GROUP_NEVER, None)


def test_a_secure_single_academy_trust_is_refused() -> None:
    assert judge(group("11")).reason is Reason.SECURE_TRUST
    assert Category.SECURE_SINGLE_ACADEMY_TRUST not in ACCEPTED_CATEGORIES


def test_every_type_of_group_has_a_row() -> None:
    assert set(GROUP_CATEGORIES) == {str(each) for each in GroupType}


def test_an_organisation_says_its_id_and_its_numbers_by_kind() -> None:
    assert (SCHOOL.id, SCHOOL.urn, SCHOOL.uid) == ("urn:100001", "100001", "")
    assert (TRUST.id, TRUST.urn, TRUST.uid) == ("uid:2001", "", "2001")
    assert (AUTHORITY.id, AUTHORITY.urn, AUTHORITY.uid, AUTHORITY.is_closed) == ("la:870", "", "", False)
