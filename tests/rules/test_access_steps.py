"""Hiring staff cannot sign in: what each button leads to, and how the request ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.answers import Say
from handlers.diagnosis import Holding, Page
from handlers.form import merge
from handlers.model import Details, Evidence, Request
from handlers.plans import PLANS
from handlers.publishers import Held
from handlers.roles import Verb
from handlers.states import State
from handlers.steps import Planned, Step
from handlers.terms import Result, Verdict
from tests.register.given import SCHOOL
from tests.rules.given import AMINA, EMAIL, NOW
from tests.rules.given_access import ASKED, OTHER, SPONSOR, asked, having, looked, meant, only
from tests.rules.memory import Memory


async def pressed(verb: Verb, before: Request, here: Memory, **inputs: str) -> Planned:
    return await PLANS[verb](before, AMINA, inputs, here.ports)


async def step(verb: Verb, before: Request, here: Memory, **inputs: str) -> Step:
    taken = await pressed(verb, before, here, **inputs)
    assert isinstance(taken, Step), taken
    return taken


async def test_using_the_organisation_resolves_the_request_without_a_developer() -> None:
    here = having(SCHOOL)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, organisation=SCHOOL.id, ticket="77")
    assert (taken.to, taken.code, taken.joins) == (State.RESOLVED_BY_BA, Result.ORGANISATION_NAMED, True)
    assert taken.changes["details"].organisation_id == SCHOOL.id
    assert taken.changes["details"].ticket == "77"
    assert taken.changes["decided_by"] == AMINA


async def test_without_a_choice_the_one_that_the_card_proposes_is_used() -> None:
    here = having(SCHOOL)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here)
    assert taken.changes["details"].organisation_id == SCHOOL.id


async def test_the_choice_of_another_one_is_diagnosed_anew() -> None:
    here = having(SCHOOL, SPONSOR)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, organisation=SPONSOR.id)
    access = taken.changes["evidence"].access
    assert (taken.to, meant(access)) == (State.RESOLVED_BY_BA, SPONSOR.id)
    assert access.diagnosis.use == SCHOOL, "the accepted one of the same name is what the message names"


async def test_of_several_one_has_to_be_chosen() -> None:
    here = having(SCHOOL, OTHER)
    assert await pressed(Verb.USE_ORGANISATION, await asked(here), here) is Say.CHOOSE_AN_ORGANISATION


@pytest.mark.parametrize("choice", ["urn:999999", "uid:1", "la:870"])
async def test_only_what_the_card_shows_can_be_used(choice: str) -> None:
    here = having(SCHOOL)
    before = await asked(here)
    assert await pressed(Verb.USE_ORGANISATION, before, here, organisation=choice) is Say.CHOOSE_AN_ORGANISATION


async def test_without_organisations_there_is_none_to_use() -> None:
    here = having()
    for evidence in (await looked(here), None, Evidence(NOW, Verdict.NO_REGISTER)):
        before = await asked(here, evidence=evidence)
        assert await pressed(Verb.USE_ORGANISATION, before, here) is Say.NO_ORGANISATION


@pytest.mark.parametrize("typed", [{"search": "Elm Park Academy"}, {"organisation": "Elm"}, {"email": EMAIL}])
async def test_what_was_typed_is_looked_for_before_anything_is_used(typed: dict[str, str]) -> None:
    here = having(SCHOOL)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, **typed)
    assert (taken.to, taken.say) == (State.TRIAGE, Say.LOOKED_FOR_ANOTHER)


async def test_one_found_under_search_is_shown_before_it_is_used() -> None:
    here = having(SCHOOL, OTHER, answer=only(SCHOOL))
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, organisation=SCHOOL.id, search=OTHER.id)
    assert (taken.to, taken.say) == (State.TRIAGE, Say.LOOKED_FOR_ANOTHER)
    assert meant(taken.changes["evidence"].access) == OTHER.id, "it goes before the choice that comes filled in"
    assert taken.changes["details"].organisation == ASKED.organisation


async def test_one_found_under_search_that_the_card_shows_is_used_at_once() -> None:
    here = having(SCHOOL, OTHER)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, organisation=SCHOOL.id, search=OTHER.id)
    assert (taken.to, taken.changes["details"].organisation_id) == (State.RESOLVED_BY_BA, OTHER.id)


async def test_an_id_under_search_that_the_register_does_not_have_names_nothing() -> None:
    here = having(SCHOOL)
    taken = await step(Verb.USE_ORGANISATION, await asked(here), here, search="urn:999999")
    assert (taken.to, meant(taken.changes["evidence"].access)) == (State.TRIAGE, SCHOOL.id)


@pytest.mark.parametrize("holding", [Holding.MISSING, Holding.DISCARDED])
async def test_one_that_teaching_vacancies_lacks_wrongly_is_for_a_developer(holding: Holding) -> None:
    here = having(SCHOOL, OTHER, holds={SCHOOL.id: Held(holding)})
    before = await asked(here)
    taken = await step(Verb.USE_ORGANISATION, before, here, organisation=SCHOOL.id)
    assert (taken.to, taken.say) == (State.TRIAGE, Say.DEVELOPER_FIRST)
    after = replace(before, details=taken.changes["details"], evidence=taken.changes["evidence"])
    handed = await step(Verb.ASK_DEVELOPER, after, here, organisation=SCHOOL.id)
    assert (handed.to, handed.code, handed.joins) == (State.WITH_DEVELOPER, Result.DATA_IS_WRONG, True)


@pytest.mark.parametrize("page", [Page.NOT_FOUND, Page.SERVER_ERROR])
async def test_an_error_page_of_the_service_itself_can_go_to_a_developer(page: Page) -> None:
    here = having(SCHOOL)
    taken = await step(Verb.ASK_DEVELOPER, await asked(here, replace(ASKED, error_page=page)), here)
    assert (taken.to, taken.code) == (State.WITH_DEVELOPER, Result.SIGN_IN_NEEDS_HANDS)


async def test_nothing_else_about_sign_in_goes_to_a_developer() -> None:
    here = having(SCHOOL)
    assert await pressed(Verb.ASK_DEVELOPER, await asked(here), here) is Say.NOT_FOR_A_DEVELOPER
    assert await pressed(Verb.ASK_DEVELOPER, await asked(here, evidence=None), here) is Say.NOT_FOR_A_DEVELOPER


async def test_a_page_that_was_chosen_is_looked_at_again_before_a_developer_is_asked() -> None:
    here = having(SCHOOL)
    taken = await step(Verb.ASK_DEVELOPER, await asked(here), here, error_page=Page.NOT_FOUND)
    assert (taken.to, taken.say) == (State.TRIAGE, Say.LOOKED_AGAIN)


async def merged(**inputs: str) -> Details | Say:
    here = having(SCHOOL)
    return merge(await asked(here, replace(ASKED, subject=EMAIL, error_page=Page.NOT_FOUND)), inputs)


async def test_the_form_takes_words_numbers_choices_pages_and_addresses() -> None:
    words = await merged(search=" Elm Academy ", organisation=SCHOOL.id)
    assert isinstance(words, Details)
    assert (words.organisation, words.organisation_id) == ("Elm Academy", None), "what was typed goes first"
    number = await merged(search=f" {OTHER.id} ", organisation=SCHOOL.id)
    assert isinstance(number, Details)
    assert (number.organisation, number.organisation_id) == (ASKED.organisation, OTHER.id)
    choice = await merged(organisation=OTHER.id)
    assert isinstance(choice, Details)
    assert (choice.organisation, choice.organisation_id) == (ASKED.organisation, OTHER.id)
    cleared = await merged(email=" ", error_page="", ticket="")
    assert isinstance(cleared, Details)
    assert (cleared.subject, cleared.error_page, cleared.ticket) == (None, None, None)


async def test_the_choice_that_comes_filled_in_says_nothing_new() -> None:
    kept = await merged(organisation=SCHOOL.id, search="")
    assert isinstance(kept, Details)
    assert kept.organisation_id is None


@pytest.mark.parametrize(
    ("inputs", "say"),
    [
        ({"email": "nobody"}, Say.NOT_AN_ADDRESS),
        ({"error_page": "made_up"}, Say.DECISION_REQUIRED),
        ({"search": "a" * 501}, Say.TOO_LONG),
    ],
)
async def test_what_cannot_be_used_is_said(inputs: dict[str, str], say: Say) -> None:
    assert await merged(**inputs) is say


async def test_a_strange_id_is_words_to_look_for_and_finds_nothing_by_itself() -> None:
    details = await merged(organisation="urn:'; DROP TABLE")
    assert isinstance(details, Details)
    assert (details.organisation, details.organisation_id) == ("urn:'; DROP TABLE", None)
