"""What Teaching Vacancies accepts at sign-in, as a table on codes; never on names.

Source: teaching-vacancies 98445ab, omniauth_callbacks_controller.rb lines 17-144, org_id_mappings.rb lines 27-39,
import_schools_and_local_authorities.rb lines 104-117; DfE Sign-in's category ids: login.dfe.public-api's README.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.organisations import GroupType, Organisation, OrganisationKind, Status


class Category(StrEnum):
    """DfE Sign-in's category ids that a register entry can have there."""

    ESTABLISHMENT = "001"
    LOCAL_AUTHORITY = "002"
    MULTI_ACADEMY_TRUST = "010"
    SINGLE_ACADEMY_TRUST = "013"
    SECURE_SINGLE_ACADEMY_TRUST = "014"


ACCEPTED_CATEGORIES: Final = frozenset(
    {
        Category.ESTABLISHMENT,
        Category.LOCAL_AUTHORITY,
        Category.MULTI_ACADEMY_TRUST,
        Category.SINGLE_ACADEMY_TRUST,
    }
)

REFUSED_TYPES: Final[Mapping[str, str]] = {
    "10": "Other independent special school",
    "11": "Other independent school",
    "25": "Offshore schools",
    "26": "Service children's education",
    "27": "Miscellaneous",
    "29": "Higher education institutions",
    "30": "Welsh establishment",
    "32": "Special post 16 institution",
    "37": "British schools overseas",
    "49": "Online provider",
    "56": "Institution funded by other government department",
}
"""TypeOfEstablishment (code), which is DfE Sign-in's type id too; the names are for readers only."""

DISCARDED_GROUPS: Final = frozenset({"2", "6", "13"})
"""EstablishmentTypeGroup (code) of Universities, Welsh schools and Online provider: imported, and discarded."""

COLLEGES: Final = "1"  # EstablishmentTypeGroup (code)
FURTHER_EDUCATION: Final = "18"  # TypeOfEstablishment (code); a sixth form centre (31) is accepted
SINGLE_ACADEMY_FLAG: Final = "5"  # TrustSchoolFlag (code)

GROUP_CATEGORIES: Final[Mapping[str, Category | None]] = {
    GroupType.FEDERATION: None,
    GroupType.TRUST: None,
    GroupType.SPONSOR: None,
    GroupType.MULTI_ACADEMY_TRUST: Category.MULTI_ACADEMY_TRUST,
    GroupType.UMBRELLA_TRUST: None,
    GroupType.CHILDRENS_CENTRE_GROUP: None,
    GroupType.CHILDRENS_CENTRE_COLLABORATION: None,
    GroupType.SINGLE_ACADEMY_TRUST: Category.SINGLE_ACADEMY_TRUST,
    GroupType.SECURE_SINGLE_ACADEMY_TRUST: Category.SECURE_SINGLE_ACADEMY_TRUST,
}
"""Group Type (code) and its category in DfE Sign-in; None has no category that Teaching Vacancies accepts."""


class Reason(StrEnum):
    """Why an organisation is accepted or not; its words are in bot/words/register.py."""

    # Accepted.
    SCHOOL = "school"
    PROPOSED_TO_CLOSE = "proposed_to_close"
    PROPOSED_TO_OPEN = "proposed_to_open"
    PILOT_COLLEGE = "pilot_college"
    LOCAL_AUTHORITY = "local_authority"
    TRUST = "trust"
    CLOSED_TRUST = "closed_trust"
    THROUGH_ITS_SCHOOL = "through_its_school"
    # Refused.
    CLOSED = "closed"
    TYPE_REFUSED = "type_refused"
    TYPE_GROUP_DISCARDED = "type_group_discarded"
    COLLEGE_OUTSIDE_PILOT = "college_outside_pilot"
    GROUP_NEVER = "group_never"
    SECURE_TRUST = "secure_trust"
    TRUST_WITHOUT_SCHOOL = "trust_without_school"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What Teaching Vacancies does with somebody who signs in for this organisation, and why."""

    accepted: bool
    reason: Reason
    category: Category | None


def judge(
    organisation: Organisation, trust_schools: Sequence[Organisation] = (), pilot: Collection[str] = ()
) -> Eligibility:
    """Apply the rule to one organisation.

    `trust_schools` are the schools whose trust columns name this group; `pilot` the UKPRNs of the colleges in
    Teaching Vacancies' private beta (its config/data/colleges.csv), none when we do not know them.
    """
    if organisation.kind is OrganisationKind.LOCAL_AUTHORITY:
        return Eligibility(True, Reason.LOCAL_AUTHORITY, Category.LOCAL_AUTHORITY)
    if organisation.kind is OrganisationKind.GROUP:
        return _judge_group(organisation, trust_schools)
    return _judge_establishment(organisation, pilot)


def _judge_group(group: Organisation, trust_schools: Sequence[Organisation]) -> Eligibility:
    category = GROUP_CATEGORIES.get(group.type_code)
    if category is Category.MULTI_ACADEMY_TRUST:
        # Looked up by UID alone: every trust of type 06 is imported, and its status is not tested.
        return Eligibility(True, Reason.CLOSED_TRUST if group.is_closed else Reason.TRUST, category)
    if category is Category.SINGLE_ACADEMY_TRUST:
        # The trust itself is not stored: sign-in goes to the school that names it, closed or not.
        named = any(_names(school, group) for school in trust_schools)
        return Eligibility(named, Reason.THROUGH_ITS_SCHOOL if named else Reason.TRUST_WITHOUT_SCHOOL, category)
    if category is Category.SECURE_SINGLE_ACADEMY_TRUST:
        return Eligibility(False, Reason.SECURE_TRUST, category)
    return Eligibility(False, Reason.GROUP_NEVER, None)


def _names(school: Organisation, group: Organisation) -> bool:
    return school.trust_flag == SINGLE_ACADEMY_FLAG and school.trust_uid == group.number


def _judge_establishment(school: Organisation, pilot: Collection[str]) -> Eligibility:
    accepted, reason = True, Reason.SCHOOL
    if school.type_code in REFUSED_TYPES:
        accepted, reason = False, Reason.TYPE_REFUSED
    elif school.type_group in DISCARDED_GROUPS:
        accepted, reason = False, Reason.TYPE_GROUP_DISCARDED
    elif school.is_closed:
        accepted, reason = False, Reason.CLOSED
    elif school.type_group == COLLEGES and school.type_code == FURTHER_EDUCATION:
        in_pilot = bool(school.ukprn) and school.ukprn in pilot
        accepted, reason = in_pilot, Reason.PILOT_COLLEGE if in_pilot else Reason.COLLEGE_OUTSIDE_PILOT
    elif school.status is Status.PROPOSED_TO_CLOSE:
        reason = Reason.PROPOSED_TO_CLOSE
    elif school.status is Status.PROPOSED_TO_OPEN:
        reason = Reason.PROPOSED_TO_OPEN  # imported like any other; only closed ones are discarded
    return Eligibility(accepted, reason, Category.ESTABLISHMENT)
