"""What the form gives: a field that was emptied is sent empty or not at all, as the client likes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from handlers.answers import Say
from handlers.form import LONGEST_INPUT, merge, same_subject
from handlers.model import Details, Evidence
from handlers.states import State
from handlers.terms import Kind, Result, Verdict
from handlers.triage import look_up, where_it_leads
from tests.rules.given import EMAIL, NOW, could_not_look, evidence, jobseeker, request
from tests.rules.memory import memory

FULL = Details(EMAIL, "now@example.com", "other", "By phone", "Z-1", ("a@example.com", "b@example.com"))


SENT = {"current_email": "now@example.com", "identity_note": "By phone", "ticket": "Z-1"}


def merged(before: Details = FULL, /, **inputs: str) -> Details:
    """What a press gives that sends the form as it stands, but for these."""
    details = merge(request(details=before), SENT | inputs)
    assert isinstance(details, Details), details
    return details


def test_what_was_left_alone_stays() -> None:
    assert merged() == FULL


@pytest.mark.parametrize("name", ["current_email", "identity_note", "ticket"])
def test_what_was_cleared_is_gone(name: str) -> None:
    """Microsoft's renderer leaves an empty field out of what a press sends."""
    assert getattr(merged(**{name: "  "}), name) is None
    left_out = merge(request(details=FULL), {key: value for key, value in SENT.items() if key != name})
    emptied: dict[str, Any] = {name: None}
    assert left_out == replace(FULL, **emptied)


def test_what_the_card_of_an_undo_does_not_ask_for_stays() -> None:
    assert merge(request(details=FULL, kind=Kind.UNDO_UNLINK), {}) == replace(FULL, identity_note=None, ticket=None)


def test_an_address_cannot_be_cleared_only_replaced() -> None:
    assert merged(email=" ").subject == EMAIL


def test_blanks_around_what_was_typed_are_dropped() -> None:
    details = merged(
        email=" new@example.com ", current_email=" x@example.com ", identity_note=" By post ", ticket=" 7 "
    )
    assert (details.subject, details.current_email) == ("new@example.com", "x@example.com")
    assert (details.identity_note, details.ticket) == ("By post", "7")


def test_a_new_address_is_taken_letter_by_letter_and_ends_the_candidates() -> None:
    details = merged(email="Ama@Example.com")
    assert (details.subject, details.subject_exact, details.candidates) == ("Ama@Example.com", True, ())


def test_the_address_that_stands_there_already_is_no_choice() -> None:
    assert merged(email=EMAIL) == FULL


def test_the_same_address_is_a_choice_when_there_are_several() -> None:
    several = request(details=Details(EMAIL), evidence=Evidence(NOW, Verdict.SEVERAL))
    details = merge(several, {"email": EMAIL})
    assert isinstance(details, Details)
    assert details.subject_exact


@pytest.mark.parametrize(
    "text", ["nobody", "a@b", "a b@example.com", "@", "a@b@c.de", "nöbody", "11111111-1111-1111-1111-11111111111"]
)
def test_what_is_no_address_is_said_by_the_name_of_its_field(text: str) -> None:
    assert merge(request(), {"email": text}) is Say.NOT_AN_ADDRESS
    assert merge(request(), {"current_email": text}) is Say.NOT_AN_ADDRESS_NOW


@pytest.mark.parametrize("text", [str(UUID(int=7)), UUID(int=7).hex, str(UUID(int=7 << 64)).upper()])
def test_an_id_for_an_address_is_called_an_id(text: str) -> None:
    assert merge(request(), {"email": text}) is Say.ID_FOR_AN_ADDRESS
    assert merge(request(), {"current_email": text}) is Say.NOT_AN_ADDRESS_NOW


@pytest.mark.parametrize("text", ["jö@example.com", "jo@exämple.com", "\u0430ma@example.com", "ama@ex\u0430mple.com"])
def test_letters_that_only_look_like_plain_ones_are_named(text: str) -> None:
    assert merge(request(), {"email": text}) is Say.LOOK_ALIKE_LETTERS
    assert merge(request(), {"current_email": text}) is Say.NOT_AN_ADDRESS_NOW


def test_an_odd_address_that_the_service_holds_need_not_be_typed_again() -> None:
    assert merged(Details("ama..x@example"), email="ama..x@example").subject == "ama..x@example"


@pytest.mark.parametrize("name", ["email", "current_email", "identity_check", "identity_note", "ticket", "unheard_of"])
def test_nothing_longer_than_a_card_holds_is_taken(name: str) -> None:
    assert merge(request(), {name: "a" * (LONGEST_INPUT + 1)}) is Say.TOO_LONG


def test_the_longest_text_is_taken() -> None:
    assert merged(identity_note="a" * LONGEST_INPUT).identity_note == "a" * LONGEST_INPUT


def test_a_way_of_checking_that_the_form_does_not_offer_is_not_taken() -> None:
    """Only a hand-made click sends one, and no card could be drawn with it."""
    details = merge(request(details=Details(EMAIL)), {"identity_check": "trust me"})
    assert details != Details(EMAIL, identity_check="trust me")


@pytest.mark.parametrize(
    "other",
    [Details("b@example.com"), Details(EMAIL, "b@example.com"), Details(EMAIL, subject_exact=True)],
)
def test_another_subject_is_another_look_up(other: Details) -> None:
    assert not same_subject(Details(EMAIL), other)


def test_who_was_checked_and_the_ticket_change_nothing_about_the_subject() -> None:
    assert same_subject(Details(EMAIL), Details(EMAIL, None, "other", "By phone", "Z-1", ("a@example.com",)))


@pytest.mark.parametrize(
    ("found", "leads_to"),
    [
        (None, (State.TRIAGE, None)),
        (could_not_look(), (State.TRIAGE, None)),
        (evidence(), (State.TRIAGE, None)),
        (Evidence(NOW, Verdict.BY_HAND), (State.TRIAGE, None)),
        (Evidence(NOW, Verdict.SEVERAL), (State.TRIAGE, None)),
        (Evidence(NOW, Verdict.NOT_FOUND), (State.TRIAGE, None)),
        (Evidence(NOW, Verdict.NOT_LINKED), (State.NOTHING_TO_DO, Result.NOT_LINKED)),
        (Evidence(NOW, Verdict.SIGN_IN_WOULD_FAIL), (State.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL)),
    ],
)
def test_where_the_evidence_alone_leads(found: Evidence | None, leads_to: tuple[State, Result | None]) -> None:
    assert where_it_leads(found) == leads_to


async def test_without_a_subject_nobody_is_looked_up() -> None:
    assert await look_up(Kind.UNLINK_ONE_LOGIN, Details(), memory(fails_at="look_up").ports) is None


async def test_a_database_that_does_not_answer_is_evidence_too() -> None:
    assert await look_up(Kind.UNLINK_ONE_LOGIN, Details(EMAIL), memory(fails_at="look_up").ports) == could_not_look()


async def test_what_is_found_is_assessed() -> None:
    assert await look_up(Kind.UNLINK_ONE_LOGIN, Details(EMAIL), memory().ports) == evidence(jobseeker())
