"""Why sign-in fails: each rule of the tables on its own, and the cases of the support guide as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.words import diagnosis as words
from handlers.diagnose import ADVICE, FINDINGS, LIKELY, PAGES, QUESTIONS, diagnose
from handlers.diagnosis import Advice, Candidate, Cause, Diagnosis, Finding, Holding, Page, Question, Situation
from handlers.eligibility import judge
from handlers.organisations import GroupType, Listed, Organisation, Status
from handlers.reading.asked import ErrorPage
from tests.register.given import AUTHORITY, SCHOOL, TRUST, group, school

HEIR = school(number="100009", name="Elm Park Academy", ukprn="10000009")
SPONSOR = group(GroupType.SPONSOR, number="2009", name=TRUST.name)


def candidate(organisation: Organisation, holding: Holding = Holding.NOT_ASKED, **linked: Any) -> Candidate:
    listed = Listed(organisation, **linked)
    return Candidate(listed, judge(organisation, listed.trust_schools), holding)


def of(
    organisation: Organisation, page: Page | None = None, holding: Holding = Holding.NOT_ASKED, **linked: Any
) -> Diagnosis:
    return diagnose(Situation(page, candidate(organisation, holding, **linked)))


@pytest.mark.parametrize(("page", "cause"), PAGES.items())
def test_a_page_that_names_its_cause_makes_it_certain(page: Page, cause: Cause) -> None:
    for situation in (Situation(page), Situation(page, candidate(SCHOOL)), Situation(page, None, (candidate(TRUST),))):
        found = diagnose(situation)
        assert (found.certain, found.likely) == (cause, ())
        assert Question.WHICH_PAGE not in found.questions


def test_the_pages_are_those_that_messages_are_read_for() -> None:
    assert {each.value for each in ErrorPage} == {page.value for page in PAGES}


def test_an_unknown_trust_or_authority_answers_page_not_found_which_has_other_causes_too() -> None:
    found = of(TRUST, Page.NOT_FOUND)
    assert (found.certain, found.likely[0]) == (None, Cause.UNKNOWN_AUTHORITY_OR_TRUST)


def test_a_single_academy_trust_without_a_school_answers_with_an_error() -> None:
    found = of(group(GroupType.SINGLE_ACADEMY_TRUST), Page.SERVER_ERROR)
    assert (found.certain, found.likely, found.advice) == (None, (Cause.TRUST_WITHOUT_SCHOOL,), Advice.NOT_ELIGIBLE)
    assert of(group(GroupType.SINGLE_ACADEMY_TRUST)).likely == (Cause.TRUST_WITHOUT_SCHOOL,)


def test_the_school_of_a_single_academy_trust_stands_for_it() -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    its_school = school(trust_flag="5", trust_uid=trust.number)
    found = of(trust, holding=Holding.KEPT, trust_schools=(its_school,))
    assert (found.advice, found.use) == (Advice.USE_THIS_ENTRY, trust)
    assert found.likely == (Cause.NO_ROLE, Cause.NO_ORGANISATION_YET)


def test_a_single_academy_trust_whose_school_teaching_vacancies_lacks_is_for_a_developer() -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    its_school = school(trust_flag="5", trust_uid=trust.number)
    found = of(trust, holding=Holding.MISSING, trust_schools=(its_school,))
    assert (found.advice, found.likely[0]) == (Advice.ASK_A_DEVELOPER, Cause.TRUST_WITHOUT_SCHOOL)
    assert Finding.TRUST_SCHOOL_MISSING in found.findings
    assert Finding.OPEN_BUT_MISSING not in found.findings, "the trust itself is never stored"


def test_of_a_single_academy_trust_with_a_discarded_school_too_sign_in_may_take_either() -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    its_school = school(trust_flag="5", trust_uid=trust.number)
    both = replace(candidate(trust, Holding.KEPT, trust_schools=(its_school,)), also_discarded=True)
    found = diagnose(Situation(None, both))
    assert Finding.TRUST_SCHOOL_DISCARDED_TOO in found.findings
    assert found.advice is Advice.USE_THIS_ENTRY
    one = diagnose(Situation(None, replace(both, also_discarded=False)))
    assert Finding.TRUST_SCHOOL_DISCARDED_TOO not in one.findings


SINGLE = group(GroupType.SINGLE_ACADEMY_TRUST)


@pytest.mark.parametrize("organisation", [TRUST, AUTHORITY, SINGLE], ids=["trust", "authority", "single"])
def test_of_trusts_and_authorities_sign_in_does_not_ask_whether_they_are_discarded(organisation: Organisation) -> None:
    schools = (school(trust_flag="5", trust_uid=SINGLE.number),)
    found = of(organisation, Page.NOT_FOUND, Holding.DISCARDED, trust_schools=schools)
    assert Finding.DISCARDED_BUT_ACCEPTED in found.findings
    assert Finding.OPEN_BUT_DISCARDED not in found.findings
    assert found.advice is Advice.USE_THIS_ENTRY
    assert Finding.DISCARDED_BUT_ACCEPTED not in of(SCHOOL, holding=Holding.DISCARDED).findings


@pytest.mark.parametrize(
    ("organisation", "cause", "advice"),
    [
        (school(type_code="11"), Cause.TYPE, Advice.NOT_ELIGIBLE),
        (school(type_group="6"), Cause.NOT_REGISTERED, Advice.NOT_ELIGIBLE),
        (school(status=Status.CLOSED), Cause.NOT_REGISTERED, Advice.NOT_ELIGIBLE),
        (school(type_code="18", type_group="1"), Cause.NOT_REGISTERED, Advice.COLLEGE_NOT_YET),
        (group(GroupType.FEDERATION), Cause.CATEGORY, Advice.NOT_ELIGIBLE),
        (group(GroupType.SPONSOR), Cause.CATEGORY, Advice.NOT_ELIGIBLE),
        (group(GroupType.SECURE_SINGLE_ACADEMY_TRUST), Cause.CATEGORY, Advice.NOT_ELIGIBLE),
    ],
)
def test_without_a_page_a_refused_organisation_speaks_for_its_cause(
    organisation: Organisation, cause: Cause, advice: Advice
) -> None:
    found = of(organisation)
    assert (found.certain, found.likely, found.advice, found.use) == (None, (cause,), advice, None)
    assert Question.WHICH_PAGE in found.questions


def test_without_a_page_an_accepted_organisation_leaves_role_and_approval() -> None:
    found = of(SCHOOL, holding=Holding.KEPT)
    assert found.likely == (Cause.NO_ROLE, Cause.NO_ORGANISATION_YET)
    assert (found.advice, found.use) == (Advice.USE_THIS_ENTRY, SCHOOL)


def test_the_commonest_case_several_entries_of_one_name_and_the_wrong_one_chosen() -> None:
    situation = Situation(Page.UNKNOWN_ORGANISATION_CATEGORY, candidate(TRUST), (candidate(SPONSOR),))
    found = diagnose(situation)
    assert found.certain is Cause.CATEGORY
    assert {Finding.SIGNED_IN_FOR_ANOTHER_ENTRY, Finding.SAME_NAME_NOT_ACCEPTED} <= set(found.findings)
    assert (found.advice, found.use) == (Advice.USE_THIS_ENTRY, TRUST)
    assert Question.WHICH_ENTRY_THEY_CHOSE in found.questions


def test_when_the_refused_entry_was_named_its_accepted_namesake_is_the_one_to_use() -> None:
    found = diagnose(Situation(None, candidate(SPONSOR), (candidate(TRUST), candidate(SCHOOL))))
    assert Finding.NAMESAKE_IS_ACCEPTED in found.findings
    assert (found.advice, found.use) == (Advice.USE_THIS_ENTRY, TRUST)
    two = diagnose(Situation(None, candidate(SPONSOR), (candidate(TRUST), candidate(group("06", number="3")))))
    assert (two.advice, two.use) == (Advice.NOT_ELIGIBLE, None)


@pytest.mark.parametrize("page", [None, *Page])
def test_a_closed_school_leads_to_its_one_accepted_successor_whatever_the_page(page: Page | None) -> None:
    found = of(school(status=Status.CLOSED), page, Holding.DISCARDED, successors=(HEIR,))
    assert (found.advice, found.use) == (Advice.JOIN_THE_SUCCESSOR, HEIR)
    assert Finding.CLOSED_WITH_SUCCESSOR in found.findings
    assert Finding.OPEN_BUT_DISCARDED not in found.findings


def test_of_two_successors_one_has_to_be_chosen() -> None:
    found = of(school(status=Status.CLOSED), successors=(HEIR, school(number="100010")))
    assert (found.advice, found.use) == (Advice.JOIN_THE_SUCCESSOR, None)
    assert Question.WHICH_OF_THESE in found.questions


def test_a_successor_is_accepted_as_far_as_it_was_looked_up() -> None:
    college = school(number="100011", type_code="18", type_group="1")
    in_pilot = Candidate(Listed(college), judge(college, pilot=(college.ukprn,)), Holding.KEPT)
    closed = candidate(school(status=Status.CLOSED), successors=(college,))
    assert diagnose(Situation(None, closed, (in_pilot,))).use == college
    assert diagnose(Situation(None, closed, (candidate(college),))).use is None
    assert diagnose(Situation(None, closed)).use is None


@pytest.mark.parametrize("heir", [school(type_code="11"), school(status=Status.CLOSED)])
def test_a_successor_that_is_refused_too_is_none(heir: Organisation) -> None:
    found = of(school(status=Status.CLOSED), successors=(heir,))
    assert (found.advice, found.use) == (Advice.NOT_ELIGIBLE, None)
    assert Finding.CLOSED_WITHOUT_SUCCESSOR in found.findings


@pytest.mark.parametrize(
    ("organisation", "holding", "finding"),
    [
        (SCHOOL, Holding.MISSING, Finding.OPEN_BUT_MISSING),
        (SCHOOL, Holding.DISCARDED, Finding.OPEN_BUT_DISCARDED),
        (TRUST, Holding.MISSING, Finding.OPEN_BUT_MISSING),
        (AUTHORITY, Holding.MISSING, Finding.OPEN_BUT_MISSING),
    ],
)
def test_open_in_the_register_and_not_in_teaching_vacancies_is_for_a_developer(
    organisation: Organisation, holding: Holding, finding: Finding
) -> None:
    found = of(organisation, holding=holding)
    assert finding in found.findings
    assert found.advice is Advice.ASK_A_DEVELOPER
    expected = Cause.NOT_REGISTERED if organisation is SCHOOL else Cause.UNKNOWN_AUTHORITY_OR_TRUST
    assert found.likely[0] is expected


def test_a_school_that_is_kept_was_not_the_one_they_signed_in_for() -> None:
    found = of(SCHOOL, Page.UNREGISTERED_ESTABLISHMENT, Holding.KEPT)
    assert Finding.KEPT_SO_ANOTHER_ENTRY in found.findings
    assert Question.WHICH_ENTRY_THEY_CHOSE in found.questions


def test_a_type_that_the_register_does_not_give_it_is_another_entry_or_a_wrong_one_there() -> None:
    found = of(SCHOOL, Page.UNSUPPORTED_ESTABLISHMENT_TYPE)
    assert Finding.TYPE_IS_ACCEPTED_IN_REGISTER in found.findings


def test_approval_and_role_are_advised_on_unless_the_organisation_would_be_refused_next() -> None:
    assert of(SCHOOL, Page.PENDING_APPROVAL).advice is Advice.WAIT_FOR_APPROVER
    assert of(SCHOOL, Page.NOT_AUTHORISED).advice is Advice.REQUEST_THE_SERVICE
    assert diagnose(Situation(Page.NOT_AUTHORISED)).advice is Advice.REQUEST_THE_SERVICE
    assert of(school(type_code="11"), Page.NOT_AUTHORISED).advice is Advice.NOT_ELIGIBLE


def test_what_is_known_of_the_person_is_told() -> None:
    def findings(*known: str) -> set[Finding]:
        return set(diagnose(Situation(Page.NOT_AUTHORISED, candidate(SCHOOL), known_at=known)).findings)

    assert Finding.KNOWN_HERE in findings(SCHOOL.id, TRUST.id)
    assert Finding.KNOWN_ELSEWHERE in findings(TRUST.id)
    assert Finding.NEVER_KNOWN in findings()
    not_asked = diagnose(Situation(Page.NOT_AUTHORISED, candidate(SCHOOL)))
    assert not {Finding.KNOWN_HERE, Finding.KNOWN_ELSEWHERE, Finding.NEVER_KNOWN} & set(not_asked.findings)
    assert Question.WHICH_EMAIL in not_asked.questions
    nobody_chosen = diagnose(Situation(known_at=(SCHOOL.id,)))
    assert nobody_chosen.findings == ()


def test_who_is_listed_at_the_school_of_a_single_academy_trust_is_known_there() -> None:
    its_school = school(number="100020", trust_flag="5", trust_uid="3001")
    trust = candidate(group("10", number="3001"), trust_schools=(its_school,))
    assert Finding.KNOWN_HERE in diagnose(Situation(None, trust, known_at=(its_school.id,))).findings
    assert Finding.KNOWN_ELSEWHERE in diagnose(Situation(None, trust, known_at=(SCHOOL.id,))).findings
    many = candidate(group("06", number="3001"), trust_schools=(its_school,))
    assert Finding.KNOWN_ELSEWHERE in diagnose(Situation(None, many, known_at=(its_school.id,))).findings


def test_a_nursery_school_without_ukprn_is_quoted_by_its_urn() -> None:
    assert Finding.NO_UKPRN in of(school(ukprn="")).findings
    assert Finding.NO_UKPRN not in of(SCHOOL).findings


def test_a_trust_that_has_closed_is_accepted_and_said_to_be_closed() -> None:
    found = of(group("06", status=Status.CLOSED), holding=Holding.MISSING)
    assert Finding.TRUST_HAS_CLOSED in found.findings
    assert found.advice is Advice.USE_THIS_ENTRY


@pytest.mark.parametrize(
    ("situation", "question"),
    [
        (Situation(), Question.WHICH_ORGANISATION),
        (Situation(others=(candidate(SCHOOL), candidate(TRUST))), Question.WHICH_OF_THESE),
        (Situation(others=(candidate(SCHOOL),), too_common=True), Question.WHICH_TOWN),
    ],
)
def test_while_nobody_knows_which_organisation_it_is_that_is_asked_first(
    situation: Situation, question: Question
) -> None:
    found = diagnose(situation)
    assert (found.questions[0], found.advice, found.use) == (question, Advice.ASK_FIRST, None)


TABLES: list[tuple[Mapping[Any, str], Iterable[Any]]] = [
    (words.CAUSES, Cause),
    (words.FINDINGS, Finding),
    (words.QUESTIONS, Question),
    (words.ADVICE, Advice),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_every_code_has_words(table: Mapping[Any, str], codes: Iterable[Any]) -> None:
    assert set(table) == set(codes)
    assert all(text.endswith((".", "?")) for text in table.values())
    assert not {"please", "sorry"} & set(" ".join(table.values()).lower().split())


def test_every_code_has_a_rule() -> None:
    assert {cause for cause, _ in LIKELY} | set(PAGES.values()) == set(Cause)
    assert {finding for finding, _ in FINDINGS} == set(Finding)
    assert {question for question, _ in QUESTIONS} == set(Question)
    assert {advice for advice, _ in ADVICE} == set(Advice)


def test_while_nothing_is_chosen_there_are_no_successors_and_no_namesakes() -> None:
    assert (Situation().heirs, Situation(others=(candidate(TRUST),)).namesakes) == ((), ())
