"""The card of a failed sign-in: the cause, the organisations, the choice, and the message to paste."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.request_card import request_card as draw
from bot.cards.request_card import visible
from bot.words import access as words
from handlers.diagnose import diagnose
from handlers.diagnosis import Access, Advice, Candidate, Holding, Page, Situation
from handlers.eligibility import judge
from handlers.model import Details, Evidence, Request, Shown
from handlers.organisations import GroupType, Listed, Organisation, OrganisationKind
from handlers.roles import Verb
from handlers.states import FINAL, State
from handlers.terms import Kind, Result, Verdict
from tests.outside.drawn import elements, read, size
from tests.register.given import AUTHORITY, SCHOOL, TRUST, group, school
from tests.rules.given import EMAIL, NOW, SITE, request
from tests.rules.given_access import CLOSED, HEIR, OTHER, SPONSOR

LARGEST = 21 * 1024
DETAILS = Details(EMAIL, organisation="Elm Park Primary School", ticket="50977")


def candidate(organisation: Organisation, *heirs: Organisation, holding: Holding = Holding.KEPT) -> Candidate:
    return Candidate(Listed(organisation, successors=heirs), judge(organisation), holding)


def found(situation: Situation, **more: Any) -> Evidence:
    return Evidence(NOW, Verdict.DIAGNOSED, access=Access(NOW.date(), situation, diagnose(situation), **more))


def about(situation: Situation, state: State = State.TRIAGE, **fields: Any) -> Request:
    fields = {"details": replace(DETAILS, error_page=situation.page), "evidence": found(situation), **fields}
    return request(state, kind=Kind.PUBLISHER_ACCESS, **fields)


def card(one: Request) -> dict[str, Any]:
    return draw(Shown(one), SITE)


def message(chosen: Candidate, page: Page | None = None, ticket: str | None = "50977", **more: Any) -> str:
    situation = Situation(page, chosen, **more)
    named = about(situation, State.RESOLVED_BY_BA, result=Result.ORGANISATION_NAMED)
    shown = read(card(replace(named, details=replace(named.details, ticket=ticket))))
    assert words.MESSAGE in shown
    return shown.split(words.MESSAGE, 1)[1]


def choices(one: Request) -> dict[str, str]:
    [field] = [each for each in elements(card(one)) if each.get("id") == "organisation"]
    return {each["value"]: each["title"] for each in field.get("choices", ())}


def test_each_organisation_is_shown_with_what_tells_it_from_the_others() -> None:
    shown = read(card(about(Situation(None, candidate(SCHOOL), (candidate(SPONSOR), candidate(OTHER))))))
    for part in ("Elm Park Primary School", "Reading, Community school, Open", "URN 100001, UKPRN 10000001"):
        assert part in shown
    for part in ("Ternby", "UKPRN 10000002", "group UID 2009", "does not accept this type of group"):
        assert part in shown


@pytest.mark.parametrize(
    ("holding", "style"),
    [
        (Holding.KEPT, "good"),
        (Holding.NOT_ASKED, "good"),
        (Holding.MISSING, "warning"),
        (Holding.DISCARDED, "warning"),
    ],
)
def test_green_is_only_what_somebody_can_sign_in_with_now(holding: Holding, style: str) -> None:
    one = card(about(Situation(None, candidate(SCHOOL, holding=holding))))
    [shown] = [each for each in elements(one) if each.get("style") in ("good", "warning") and "URN 100001" in str(each)]
    assert shown["style"] == style


@pytest.mark.parametrize("holding", [Holding.KEPT, Holding.DISCARDED, Holding.MISSING])
def test_of_a_single_academy_trust_it_is_the_school_that_teaching_vacancies_has(holding: Holding) -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST, number="3001")
    schools = (replace(SCHOOL, trust_flag="5", trust_uid="3001"),)
    one = Candidate(Listed(trust, trust_schools=schools), judge(trust, schools), holding)
    assert words.OF_SINGLE_TRUST[holding] in read(card(about(Situation(None, one))))


def test_what_is_meant_comes_filled_in_and_the_successor_of_a_closed_school_rather_than_itself() -> None:
    closed = about(Situation(None, candidate(CLOSED, HEIR), (candidate(HEIR),)))
    [field] = [each for each in elements(card(closed)) if each.get("id") == "organisation"]
    assert field["value"] == HEIR.id
    assert set(choices(closed)) == {CLOSED.id, HEIR.id}
    unsure = about(Situation(None, None, (candidate(SCHOOL), candidate(OTHER))))
    [field] = [each for each in elements(card(unsure)) if each.get("id") == "organisation"]
    assert "value" not in field


def test_beside_the_choice_the_whole_register_can_be_searched_while_typing() -> None:
    [field] = [each for each in elements(card(about(Situation(None, candidate(SCHOOL))))) if each.get("id") == "search"]
    assert (field["type"], field["style"]) == ("Input.ChoiceSet", "filtered")
    assert field["choices.data"] == {"type": "Data.Query", "dataset": "organisations", "count": 15}
    assert field["errorMessage"]
    assert not [each for each in elements(card(about(Situation()))) if each.get("id") == "search"]


def test_a_closed_one_says_so_where_it_is_chosen() -> None:
    titles = choices(about(Situation(None, candidate(CLOSED, HEIR), (candidate(HEIR),))))
    assert [title.endswith("closed)") for title in titles.values()] == [True, False]


def test_without_organisations_the_form_takes_words() -> None:
    nothing = about(Situation())
    [field] = [each for each in elements(card(nothing)) if each.get("id") == "organisation"]
    assert (field["type"], field["value"]) == ("Input.Text", DETAILS.organisation)
    assert "nothing like this" in read(card(nothing))


@pytest.mark.parametrize("page", Page)
def test_every_error_page_can_be_chosen_and_is_named(page: Page) -> None:
    one = about(Situation(page, candidate(SCHOOL)))
    [field] = [each for each in elements(card(one)) if each.get("id") == "error_page"]
    assert field["value"] == page
    assert words.PAGES[page] in read(card(one))


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Situation(None, candidate(SCHOOL)), {Verb.USE_ORGANISATION}),
        (Situation(None, candidate(SCHOOL, holding=Holding.MISSING)), {Verb.USE_ORGANISATION, Verb.ASK_DEVELOPER}),
        (Situation(Page.SERVER_ERROR, candidate(SCHOOL)), {Verb.USE_ORGANISATION, Verb.ASK_DEVELOPER}),
        (Situation(Page.NOT_FOUND), {Verb.ASK_DEVELOPER}),
        (Situation(), set()),
    ],
)
def test_only_buttons_that_lead_somewhere_are_shown(situation: Situation, expected: set[Verb]) -> None:
    always = {Verb.CHANGE_DETAILS, Verb.RESOLVED_BY_BA, Verb.REFER_BACK, Verb.CANCEL}
    assert set(visible(about(situation))) == always | expected


def test_without_a_register_the_details_stay_and_it_can_be_tried_again() -> None:
    one = request(kind=Kind.PUBLISHER_ACCESS, details=DETAILS, evidence=Evidence(NOW, Verdict.NO_REGISTER))
    assert Verb.TRY_AGAIN in visible(one)
    assert Verb.USE_ORGANISATION not in visible(one)
    assert "Your details are kept" in read(card(one))


def test_a_silent_service_database_is_told() -> None:
    assert "did not answer" in read(card(about(Situation(), evidence=found(Situation(), asked=False))))


def test_the_message_names_the_number_and_the_ticket() -> None:
    shown = message(candidate(SCHOOL), Page.UNKNOWN_ORGANISATION_CATEGORY)
    for part in ("Ticket 50977", "Elm Park Primary School, Reading", "UKPRN 10000001, URN 100001"):
        assert part in shown
    assert "Ticket" not in message(candidate(SCHOOL), ticket=None)


@pytest.mark.parametrize(
    ("organisation", "number"), [(school(ukprn=""), "URN 100001"), (AUTHORITY, "local authority code 870")]
)
def test_without_a_ukprn_the_message_quotes_the_other_number_and_says_so(
    organisation: Organisation, number: str
) -> None:
    assert f"{number}; it has no UKPRN, so quote this number" in message(candidate(organisation))


def test_the_message_about_a_closed_school_names_its_successor() -> None:
    shown = message(candidate(CLOSED, HEIR))
    assert "URN 100000) has closed. They now need Elm Park Academy, Reading (UKPRN 10000009, URN 100009)" in shown
    both = message(candidate(CLOSED, HEIR, OTHER))
    assert " or Elm Park Primary School, Ternby (UKPRN 10000002" in both


def test_the_message_about_a_refused_entry_names_the_accepted_one_of_its_name() -> None:
    trust = group(GroupType.SPONSOR, number="2009", name=TRUST.name)
    shown = message(candidate(trust), others=(candidate(TRUST),))
    assert "UKPRN 10050001, group UID 2001" in shown
    assert "Another entry has the same name and cannot use Teaching Vacancies: group UID 2009" in shown


@pytest.mark.parametrize(
    ("chosen", "page", "part"),
    [
        (SCHOOL, Page.PENDING_APPROVAL, "has not been approved yet"),
        (SCHOOL, Page.NOT_AUTHORISED, "have no access to Teaching Vacancies at Elm Park"),
        (school(type_code="11"), None, "cannot use Teaching Vacancies"),
        (school(type_code="18", type_group="1"), None, "only the colleges in its pilot"),
    ],
)
def test_every_other_advice_has_its_message(chosen: Organisation, page: Page | None, part: str) -> None:
    assert part in message(candidate(chosen), page)


def test_every_advice_that_a_named_organisation_can_get_has_a_message() -> None:
    reached = set()
    for organisation in (SCHOOL, CLOSED, TRUST, school(type_code="11"), school(type_code="18", type_group="1")):
        for heirs in ((), (HEIR,)):
            for page in (None, *Page):
                for holding in Holding:
                    situation = Situation(page, candidate(organisation, *heirs, holding=holding))
                    access = Access(NOW.date(), situation, diagnose(situation))
                    reached.add(access.diagnosis.advice)
                    assert len(list(words.message(access, None))) > 1
    assert reached == set(Advice) - {Advice.ASK_FIRST}


def test_when_a_developer_is_done_the_message_says_no_more_than_that() -> None:
    wrong = Situation(None, candidate(SCHOOL, holding=Holding.MISSING))
    waiting = read(card(about(wrong, State.WITH_DEVELOPER, result=Result.DATA_IS_WRONG)))
    assert 'School.find_by(urn: "100001")' in waiting
    assert words.MESSAGE not in waiting
    done = read(card(about(wrong, State.DONE, result=Result.DONE_BY_HAND)))
    assert "A developer has looked" in done
    assert "corrected" not in done


@pytest.mark.parametrize("state", sorted(FINAL - {State.DONE}))
def test_what_ended_otherwise_has_no_message(state: State) -> None:
    assert words.MESSAGE not in read(card(about(Situation(None, candidate(SCHOOL)), state)))


@pytest.mark.parametrize("state", State)
def test_the_address_is_masked_when_it_is_over(state: State) -> None:
    one = about(Situation(None, candidate(SCHOOL)), state)
    assert (EMAIL in read(card(one))) == (state not in FINAL)
    assert EMAIL not in card(one)["fallbackText"]


HOSTILE = "[x](javascript:alert(1)) <at>everyone</at> ![](http://x) {{DATE(2027-01-01,LONG)}}"


@pytest.mark.parametrize("state", State)
def test_what_the_register_and_people_wrote_is_shown_as_it_is_and_the_card_stays_small(state: State) -> None:
    names = [school(number=str(number), name=f"{HOSTILE} {'N' * 120}", town=HOSTILE) for number in range(8)]
    first, *others = [candidate(each, *names[:3]) for each in names]
    details = Details(EMAIL, organisation=HOSTILE * 5, ticket=HOSTILE)
    one = about(Situation(None, first, tuple(others)), state, details=details, result=Result.ORGANISATION_NAMED)
    drawn = card(one)
    assert size(drawn) < LARGEST
    for each in elements(drawn):
        if each["type"] == "TextBlock":
            assert "](javascript" not in each["text"]
            assert "<at>" not in each["text"]
            assert "{{DATE" not in each["text"]


def test_the_kinds_of_organisation_all_have_a_console_line() -> None:
    for kind in OrganisationKind:
        assert "find_by" in words.console(replace(SCHOOL, kind=kind))
    of_trust = words.console(group(GroupType.SINGLE_ACADEMY_TRUST, number="3588"))
    assert of_trust == """School.where("gias_data->>'Trusts (code)' = ?", "3588")""", "only its school is stored"
    assert "find_by" in words.console(replace(SCHOOL, type_code=GroupType.SINGLE_ACADEMY_TRUST))
