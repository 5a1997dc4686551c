"""The cards about hiring staff who cannot sign in, with invented organisations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from handlers.diagnose import diagnose
from handlers.diagnosis import Access, Candidate, Holding, Page, Situation
from handlers.eligibility import judge
from handlers.model import Details, Evidence
from handlers.organisations import Ask, GroupType, Listed, Organisation, OrganisationKind, Status
from handlers.states import State
from handlers.terms import Result, Verdict

DAY: Final = date(2027, 3, 4)
SCHOOL: Final = Organisation(
    OrganisationKind.ESTABLISHMENT,
    "900001",
    "Brackenfold Primary School",
    town="Saltmere",
    postcode="ZZ1 1AA",
    type_code="34",
    type_name="Academy converter",
    type_group="10",
    ukprn="10900001",
    la_code="999",
    la_name="Saltmere",
)
EARLIER: Final = replace(
    SCHOOL, number="900000", type_code="01", type_name="Community school", type_group="4", status=Status.CLOSED
)
SPONSOR: Final = Organisation(
    OrganisationKind.GROUP,
    "9101",
    "Brackenfold Primary School",
    type_code=GroupType.SPONSOR,
    type_name="School sponsor",
)
SINGLE_TRUST: Final = Organisation(
    OrganisationKind.GROUP,
    "9102",
    "Brackenfold Primary School",
    town="Saltmere",
    type_code=GroupType.SINGLE_ACADEMY_TRUST,
    type_name="Single-academy trust",
    ukprn="10909102",
)
NURSERY: Final = replace(
    SCHOOL, number="900007", name="Tern Lane Nursery School", ukprn="", type_code="15", type_name="LA nursery school"
)
INDEPENDENT: Final = replace(
    SCHOOL,
    number="900009",
    name="Brackenfold House",
    ukprn="10900009",
    type_code="11",
    type_name="Other independent school",
)
COLLEGE: Final = replace(
    SCHOOL,
    number="900011",
    name="Saltmere College",
    ukprn="10900011",
    type_code="18",
    type_name="Further education",
    type_group="1",
)
DETAILS: Final = Details(
    subject="head@brackenfold.example.com",
    organisation="Brackenfold Primary School, Saltmere",
    error_page=Page.UNKNOWN_ORGANISATION_CATEGORY,
    ticket="50977",
)


def candidate(organisation: Organisation, holding: Holding = Holding.KEPT, *heirs: Organisation) -> Candidate:
    return Candidate(Listed(organisation, successors=heirs), judge(organisation), holding)


def of_trust(holding: Holding) -> Candidate:
    """A single-academy trust, which Teaching Vacancies has only through its school."""
    school = replace(SCHOOL, trust_flag="5", trust_uid=SINGLE_TRUST.number)
    listed = Listed(SINGLE_TRUST, trust_schools=(school,))
    return Candidate(listed, judge(SINGLE_TRUST, listed.trust_schools), holding)


def evidence(at: datetime, situation: Situation, **more: Any) -> Evidence:
    return Evidence(at, Verdict.DIAGNOSED, access=Access(DAY, situation, diagnose(situation), **more))


def access_samples(at: datetime) -> Iterator[tuple[str, State, dict[str, Any]]]:
    """Name, state, and what is special about the request."""
    page = DETAILS.error_page
    same_name = evidence(at, Situation(page, candidate(SCHOOL), (candidate(SPONSOR, Holding.MISSING),)))
    yield "access-same-name", State.TRIAGE, {"details": DETAILS, "evidence": same_name}
    named = {"details": replace(DETAILS, organisation_id=SCHOOL.id), "result": Result.ORGANISATION_NAMED}
    yield "access-same-name-named", State.RESOLVED_BY_BA, {**named, "evidence": same_name}
    several = (candidate(SCHOOL), candidate(replace(SCHOOL, number="900002", town="Ternby", ukprn="10900002")))
    yield (
        "access-which-one",
        State.TRIAGE,
        {"details": DETAILS, "evidence": evidence(at, Situation(page, None, several))},
    )
    common = evidence(
        at,
        Situation(None, None, several, too_common=True),
        ask=Ask.TOWN,
        alike=312,
        places=(("Saltmere", 14), ("Ternby", 9), ("Brackenfold", 7)),
    )
    common_details = Details(organisation="St Mary's Primary School")
    yield "access-which-town", State.TRIAGE, {"details": common_details, "evidence": common}
    closed = Situation(
        Page.UNREGISTERED_ESTABLISHMENT, candidate(EARLIER, Holding.DISCARDED, SCHOOL), (candidate(SCHOOL),)
    )
    of_closed = {"details": replace(DETAILS, error_page=closed.page), "evidence": evidence(at, closed)}
    yield "access-closed", State.TRIAGE, of_closed
    yield "access-closed-named", State.RESOLVED_BY_BA, {**of_closed, "result": Result.ORGANISATION_NAMED}
    wrong = evidence(at, Situation(Page.UNREGISTERED_ESTABLISHMENT, candidate(SCHOOL, Holding.MISSING)))
    of_wrong = {"details": replace(DETAILS, error_page=Page.UNREGISTERED_ESTABLISHMENT), "evidence": wrong}
    yield "access-data-is-wrong", State.TRIAGE, of_wrong
    yield "access-with-developer", State.WITH_DEVELOPER, {**of_wrong, "result": Result.DATA_IS_WRONG}
    done = {"result": Result.DONE_BY_HAND, "note": "The import had skipped it. Ran it again."}
    yield "access-done", State.DONE, {**of_wrong, **done}
    for name, organisation in (("nursery", NURSERY), ("independent", INDEPENDENT), ("college", COLLEGE)):
        found = evidence(at, Situation(None, candidate(organisation)))
        details = Details(organisation=organisation.name)
        yield f"access-{name}", State.TRIAGE, {"details": details, "evidence": found}
        chosen = {"result": Result.ORGANISATION_NAMED, "evidence": found, "details": details}
        yield f"access-{name}-named", State.RESOLVED_BY_BA, chosen
    pilot = Situation(None, replace(candidate(COLLEGE), eligibility=judge(COLLEGE, pilot=(COLLEGE.ukprn,))))
    of_pilot = {"details": Details(organisation=COLLEGE.name), "evidence": evidence(at, pilot)}
    yield "access-college-in-pilot", State.TRIAGE, of_pilot
    both = Situation(None, replace(of_trust(Holding.KEPT), also_discarded=True), (candidate(SCHOOL),))
    yield (
        "access-trust-two-schools",
        State.TRIAGE,
        {"details": Details(organisation="UID 9102"), "evidence": evidence(at, both)},
    )
    none = {"details": replace(DETAILS, error_page=Page.SERVER_ERROR), "result": Result.DATA_IS_WRONG}
    lacks = evidence(at, Situation(Page.SERVER_ERROR, of_trust(Holding.MISSING)))
    yield "access-trust-without-school", State.TRIAGE, {**none, "evidence": lacks}
    yield "access-trust-with-developer", State.WITH_DEVELOPER, {**none, "evidence": lacks}
    for page in (Page.PENDING_APPROVAL, Page.NOT_AUTHORISED):
        found = evidence(at, Situation(page, candidate(SCHOOL), known_at=(SCHOOL.id,)))
        details = replace(DETAILS, error_page=page)
        yield f"access-{page}", State.TRIAGE, {"details": details, "evidence": found}
        chosen = {"result": Result.ORGANISATION_NAMED, "evidence": found, "details": details}
        yield f"access-{page}-named", State.RESOLVED_BY_BA, chosen
    dark = evidence(at, Situation(None, candidate(SCHOOL, Holding.NOT_ASKED)), asked=False)
    yield "access-database-silent", State.TRIAGE, {"details": replace(DETAILS, error_page=None), "evidence": dark}
    nothing = evidence(at, Situation())
    yield "access-nothing-said", State.TRIAGE, {"details": Details(), "evidence": replace_day(nothing)}
    unknown = Details(organisation="Brakkenfoold Akademy")
    yield "access-nothing-found", State.TRIAGE, {"details": unknown, "evidence": nothing}
    yield "access-no-register", State.TRIAGE, {"details": DETAILS, "evidence": Evidence(at, Verdict.NO_REGISTER)}
    yield "access-cancelled", State.CANCELLED, {"details": DETAILS, "evidence": same_name}


def replace_day(found: Evidence) -> Evidence:
    """The same when nothing was looked for."""
    assert found.access is not None
    return replace(found, access=replace(found.access, day=None))
