"""Hiring staff cannot sign in: which organisation is meant, and what is known about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.diagnosis import Advice, Cause, Finding, Holding, Page
from handlers.intake import receive
from handlers.model import Details, Evidence, Request
from handlers.organisations import Answer, Ask, Listed, Match
from handlers.publishers import Held
from handlers.reading import Message
from handlers.said import Said
from handlers.states import State
from handlers.terms import Kind, Verdict
from tests.register.given import SCHOOL, group, school
from tests.rules.given import AMINA, EMAIL, NOW, THREAD
from tests.rules.given_access import ASKED, CLOSED, HEIR, OTHER, SPONSOR, found, having, ids, looked, meant, only
from tests.rules.memory import Memory


async def test_the_one_organisation_that_fits_is_meant() -> None:
    access = await found(having(SCHOOL))
    assert (meant(access), access.diagnosis.advice) == (SCHOOL.id, Advice.USE_THIS_ENTRY)
    assert access.diagnosis.use == SCHOOL
    assert access.situation.holding is Holding.KEPT


async def test_of_two_like_named_schools_neither_is_meant() -> None:
    access = await found(having(SCHOOL, OTHER))
    assert (meant(access), ids(access)) == (None, [SCHOOL.id, OTHER.id])
    assert access.diagnosis.advice is Advice.ASK_FIRST


async def test_of_like_named_entries_the_only_accepted_one_is_meant() -> None:
    access = await found(having(SPONSOR, SCHOOL))
    assert (meant(access), ids(access)) == (SCHOOL.id, [SCHOOL.id, SPONSOR.id])
    assert Finding.SAME_NAME_NOT_ACCEPTED in access.diagnosis.findings


async def test_a_sponsor_of_the_schools_name_is_shown_though_a_search_for_schools_omits_it() -> None:
    here = having(SCHOOL)
    accepted = group("06", number="2010", name=SCHOOL.name)
    here.organisations.groups = (Listed(SPONSOR), Listed(accepted))
    access = await found(here)
    assert (meant(access), ids(access)) == (SCHOOL.id, [SCHOOL.id, SPONSOR.id]), "only what can be mistaken for it"
    assert Finding.SAME_NAME_NOT_ACCEPTED in access.diagnosis.findings
    here = having(replace(accepted, number="2011"))
    here.organisations.groups = (Listed(SPONSOR),)
    assert ids(await found(here)) == ["uid:2011"]


async def test_when_more_fit_than_are_shown_nothing_is_meant() -> None:
    answer = Answer("x", NOW.date(), (Match(Listed(SPONSOR), 1.0), Match(Listed(SCHOOL), 1.0)), alike=3)
    assert meant(await found(having(SPONSOR, SCHOOL, answer=answer))) is None


async def test_two_numbers_of_two_organisations_are_a_question() -> None:
    answer = Answer("x", NOW.date(), (Match(Listed(SCHOOL), 1.0), Match(Listed(HEIR), 1.0)), alike=2)
    assert meant(await found(having(SCHOOL, HEIR, answer=answer))) is None


async def test_what_fits_badly_is_offered_and_not_meant() -> None:
    answer = Answer("x", NOW.date(), (Match(Listed(SCHOOL), 0.6),), alike=1)
    access = await found(having(SCHOOL, answer=answer))
    assert (meant(access), ids(access)) == (None, [SCHOOL.id])


async def test_words_that_hundreds_have_ask_for_the_town() -> None:
    places = (("Reading", 14), ("Ternby", 9))
    answer = Answer("x", NOW.date(), (Match(Listed(SCHOOL), 1.0),), Ask.TOWN, 312, places)
    access = await found(having(SCHOOL, answer=answer))
    assert (meant(access), access.ask, access.alike, access.places) == (None, Ask.TOWN, 312, places)


async def test_the_successors_of_a_closed_school_can_be_chosen_too() -> None:
    access = await found(having(Listed(CLOSED, successors=(HEIR,)), HEIR, answer=only(CLOSED, HEIR)))
    assert (meant(access), ids(access)) == (CLOSED.id, [CLOSED.id, HEIR.id])
    assert (access.diagnosis.advice, access.diagnosis.use) == (Advice.JOIN_THE_SUCCESSOR, HEIR)


async def test_without_an_organisation_those_where_the_person_is_listed_are_offered() -> None:
    here = having(SCHOOL, OTHER, lists=(OTHER.id,))
    access = await found(here, Details(subject=EMAIL))
    assert (ids(access), meant(access), access.day) == ([OTHER.id], None, None)
    assert here.organisations.queries == []


async def test_nothing_said_is_a_question_and_no_search() -> None:
    here = having(SCHOOL)
    access = await found(here, Details())
    assert (ids(access), access.diagnosis.advice, here.organisations.queries) == ([], Advice.ASK_FIRST, [])


async def test_a_persons_choice_goes_before_what_the_words_say() -> None:
    access = await found(having(SCHOOL, OTHER), replace(ASKED, organisation_id=OTHER.id))
    assert meant(access) == OTHER.id
    assert ids(access) == [OTHER.id, SCHOOL.id]


COLLEGE = school(number="100018", type_code="18", type_group="1", ukprn="10000018")


@pytest.mark.parametrize("holding", Holding)
async def test_a_further_education_college_that_teaching_vacancies_keeps_is_in_the_pilot(holding: Holding) -> None:
    access = await found(having(COLLEGE, holds={COLLEGE.id: Held(holding)}))
    in_pilot = holding is Holding.KEPT
    assert access.candidates[0].eligibility.accepted is in_pilot
    assert access.diagnosis.advice is (Advice.USE_THIS_ENTRY if in_pilot else Advice.COLLEGE_NOT_YET)


async def test_the_discarded_school_of_a_single_academy_trust_reaches_the_diagnosis() -> None:
    trust = group("10", number="3001")
    listed = Listed(trust, trust_schools=(replace(SCHOOL, trust_flag="5", trust_uid="3001"),))
    access = await found(having(listed, holds={trust.id: Held(Holding.KEPT, also_discarded=True)}))
    assert Finding.TRUST_SCHOOL_DISCARDED_TOO in access.diagnosis.findings


async def test_a_choice_that_the_register_no_longer_has_is_looked_for_by_its_words() -> None:
    assert meant(await found(having(SCHOOL), replace(ASKED, organisation_id="urn:1"))) == SCHOOL.id


async def test_without_a_register_nothing_is_diagnosed() -> None:
    here = having(SCHOOL)
    here.organisations.missing = True
    assert await looked(here) == Evidence(NOW, Verdict.NO_REGISTER)


@pytest.mark.parametrize("call", ["held", "known_at"])
async def test_without_the_service_database_the_register_alone_answers_and_says_so(call: str) -> None:
    access = await found(having(SCHOOL, fails_at=call), replace(ASKED, subject=EMAIL))
    assert (access.asked, access.situation.holding) == (False, Holding.NOT_ASKED)
    assert meant(access) == SCHOOL.id


async def test_what_a_card_keeps_of_a_trust_is_not_its_hundred_members() -> None:
    members = tuple(school(number=str(number)) for number in range(300000, 300100))
    access = await found(having(Listed(group("06"), members=members, groups=(SPONSOR,), predecessors=(CLOSED,))))
    kept = access.candidates[0].listed
    assert (kept.members, kept.groups, kept.predecessors) == ((), (), ())


async def opened(here: Memory, text: str) -> Request:
    await receive(Said("message 1", AMINA, THREAD, Message(text)), here.ports)
    assert here.book.request is not None
    return here.book.request


async def test_a_message_about_sign_in_opens_a_request_with_all_that_it_says() -> None:
    opened_one = await opened(
        having(SCHOOL),
        "Head of Elm Park Primary School (URN 100001, RG1 1AA), head@elmpark.example.com, cannot sign in: the page says"
        " This establishment is not registered with Teaching Vacancies. Ticket 50977",
    )
    details = opened_one.details
    assert (opened_one.kind, opened_one.state) == (Kind.PUBLISHER_ACCESS, State.TRIAGE)
    assert (details.subject, details.ticket) == ("head@elmpark.example.com", "50977")
    assert details.error_page is Page.UNREGISTERED_ESTABLISHMENT
    assert details.organisation == "Elm Park Primary School, RG1 1AA, URN 100001"
    access = opened_one.evidence.access if opened_one.evidence else None
    assert access is not None
    assert access.diagnosis.certain is Cause.NOT_REGISTERED
