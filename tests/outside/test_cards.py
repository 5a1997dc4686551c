"""Cards: every request that can be can be drawn, small, complete and without a name where notifications show."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activities import Activity
from bot.cards import request_card as drawing
from bot.cards.inputs import inputs
from bot.cards.parts import literal, masked
from bot.cards.request_card import STYLES, replaced_card, visible
from bot.messages import card_message, replaced_message
from handlers.form import LONGEST_INPUT, TYPED
from handlers.model import Account, Details, Evidence, Person, Request, Shown
from handlers.roles import BUTTONS, Verb
from handlers.states import FINAL, State
from handlers.terms import APPROVABLE, Finding, Kind, Result, Verdict
from tests.outside.drawn import drawn_texts, elements, marked_up, read, size
from tests.rules.given import AMINA, DANA, EMAIL, NOW, SITE, evidence, jobseeker, request, second_account

LARGEST = 21 * 1024
AGAIN = BUTTONS[Verb.ASK_AGAIN].who.keys()
MOST_ACTIONS = 6
# DESIGN.md, "Outside contract", Cards.
INPUT_IDS = {"email", "current_email", "identity_check", "identity_note", "ticket", "organisation", "reason"}
INPUT_IDS |= {"confirm_email", "stop_alerts", "remove_feedback", "decision", "note", "text", "error_page", "search"}
SECOND = second_account(applications=1)


def shown(verdict: Verdict | None) -> Evidence | None:
    """Evidence of this verdict as the rules make it: with accounts where there are any."""
    if verdict is None:
        return None
    found = evidence()
    if verdict in (Verdict.COULD_NOT_LOOK, Verdict.NOT_FOUND):
        return Evidence(NOW, verdict)
    if verdict is Verdict.SEVERAL:
        return Evidence(NOW, verdict, (Finding.SEVERAL_BY_CASE,), addresses=(EMAIL, EMAIL.title()))
    second = evidence(SECOND).account
    return replace(
        found, verdict=verdict, second=second, digest=found.digest if verdict is Verdict.CAN_UNLINK else None
    )


def request_card(one: Request, note: str | None = None) -> dict[str, Any]:
    return drawing.request_card(Shown(one), SITE, note=note)


EVERY = list(product(State, [None, *Verdict]))


@pytest.mark.parametrize(("state", "verdict"), EVERY)
def test_every_state_is_drawn_with_every_evidence_and_result(state: State, verdict: Verdict | None) -> None:
    for result in (None, *Result):
        card = request_card(request(state, evidence=shown(verdict), result=result, note="a note", decided_by=DANA))
        assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
        assert card["fallbackText"] == card["speak"]
        assert "ABCDE" in card["speak"]
        assert len(card["actions"]) <= MOST_ACTIONS
        assert size(card) < LARGEST
        json.dumps(card)


@pytest.mark.parametrize(("state", "verdict"), EVERY)
def test_every_button_sends_its_verb_with_what_names_the_card_and_nothing_else(
    state: State, verdict: Verdict | None
) -> None:
    one = request(state, evidence=shown(verdict))
    card = request_card(one)
    for action in card["actions"]:
        assert action["type"] == "Action.Execute"
        assert action["title"] == BUTTONS[Verb(action["verb"])].title
        assert action["data"] == {"request": str(one.id), "version": one.version, "digest": one.digest}
        assert action["associatedInputs"] in ("auto", "none")
        assert state in BUTTONS[Verb(action["verb"])].who
    names = [each["id"] for each in elements(card) if each["type"].startswith("Input.")]
    assert set(names) <= INPUT_IDS
    assert len(set(names)) == len(names)
    assert bool(card["actions"]) == (state in AGAIN or state not in {*FINAL, State.RUNNING, State.UNKNOWN})


@pytest.mark.parametrize("state", State)
def test_no_other_card_shows_what_notifications_must_not(state: State) -> None:
    one = request(state, evidence=shown(Verdict.CAN_UNLINK), details=Details(EMAIL, "now@example.com"))
    message = card_message(Shown(one), SITE)
    [attachment] = message["attachments"]
    for told in (message["summary"], attachment["content"]["fallbackText"], attachment["content"]["speak"]):
        for private in (EMAIL, "now@example.com", SECOND.email, AMINA.name, "@"):
            assert private not in told
    assert "text" not in message, "Teams splits text and card into two messages"


@pytest.mark.parametrize("state", sorted(FINAL))
@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_when_it_is_over_no_address_is_shown_in_full(state: State, verdict: Verdict | None) -> None:
    details = Details(EMAIL, SECOND.email, candidates=(EMAIL, SECOND.email))
    card = request_card(request(state, evidence=shown(verdict), details=details))
    drawn = read(card)
    for private in (EMAIL, EMAIL.title(), SECOND.email, jobseeker().id):
        assert private not in drawn
    assert not [each for each in elements(card) if each["type"].startswith("Input.")]


@pytest.mark.parametrize(("address", "mask"), [("ama@example.com", "a…@example.com"), ("@x", "…@x"), ("odd", "o…@")])
def test_a_masked_address_is_known_again_by_those_who_know_it(address: str, mask: str) -> None:
    assert masked(address) == mask


LONG = "\N{HUNDRED POINTS SYMBOL}" * LONGEST_INPUT
MARKED = "[*_" * (LONGEST_INPUT // 3)
ADDRESS = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.com"


@pytest.mark.parametrize("typed", [LONG, MARKED])
@pytest.mark.parametrize("state", State)
def test_the_longest_that_can_be_typed_still_makes_a_small_card(state: State, typed: str) -> None:
    details = Details(ADDRESS, ADDRESS, "other", typed, typed)
    found = shown(Verdict.BY_HAND)
    assert found is not None and found.account is not None
    account = replace(found.account, email=ADDRESS)
    found = replace(found, account=account, second=account, findings=tuple(Finding), addresses=(ADDRESS,) * 5)
    card = request_card(request(state, details=details, evidence=found, note=typed, decided_by=DANA), note=typed)
    assert size(card) < LARGEST


@pytest.mark.parametrize("state", [State.TRIAGE, State.AWAITING_APPROVAL, State.DONE])
def test_long_names_and_many_people_make_no_large_card(state: State) -> None:
    sender = {"id": "29:x", "aadObjectId": "x", "name": "[N]" * 3_000}
    person = Activity.model_validate({"type": "message", "from": sender}).person
    crowd = tuple(replace(person, object_id=str(number)) for number in range(30))
    card = request_card(request(state, requesters=crowd, decided_by=crowd[0]))
    assert size(card) < LARGEST


def test_as_many_addresses_as_one_message_may_hold_make_no_large_card() -> None:
    card = request_card(request(evidence=None, details=Details(candidates=(ADDRESS,) * 25)))
    assert size(card) < LARGEST


NASTY = [
    "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "<at>everyone</at>",
    "{{DATE(2026-01-01T00:00:00Z, SHORT)}}",
    "{{{{TIME(x)}}}}",
    "**bold** _under_ `code` ~~gone~~",
    "# heading",
    "> quoted",
    "1. one\n- two\n* three\n+ four",
    "\\[x](y)\\",
    "\\\\*x*",
    "${dynamic}",
    "<script>alert(1)</script> &lt;at&gt;",
    "a | b",
]


def filled(text: str, state: State) -> dict[str, Any]:
    """A card on which everything that people write or are called is this text."""
    person = Person("id", "29:x", text)
    account = Account("id", text, True, text, None, None, 1, 1)
    found = Evidence(NOW, Verdict.BY_HAND, (), account, account, (text,))
    details = Details(text, text, "other", text, text, (text,))
    one = request(state, requesters=(person,), decided_by=person, details=details, evidence=found, note=text)
    return request_card(replace(one, code=text))


@pytest.mark.parametrize("state", [State.TRIAGE, State.AWAITING_APPROVAL, State.WITH_DEVELOPER, State.DONE])
@pytest.mark.parametrize("text", NASTY)
def test_what_people_wrote_stands_there_letter_by_letter(text: str, state: State) -> None:
    card = filled(text, state)
    assert text in read(card)
    for value in drawn_texts(card):
        assert "{{" not in value, "a date function"
    ours = marked_up(filled("", state))
    for value in marked_up(card):
        if value not in ours:
            assert not unescaped(value), value


def unescaped(value: str) -> str:
    """The markup in a text that no backslash guards."""
    left, guarded = "", False
    for letter in value:
        if not guarded and letter in "`*_{}[]()<>#+!|~":
            left += letter
        guarded = letter == "\\" and not guarded
    return left


@given(st.text())
def test_any_text_is_guarded_and_read_again_as_it_was(text: str) -> None:
    written = literal(text)
    assert not unescaped(written)
    assert "{{" not in written
    drawn = {"type": "TextBlock", "text": written}
    assert read(drawn) == text.replace("\u200b", "")


@pytest.mark.parametrize(
    "text",
    [
        "- not a list",
        "1. not a list",
        "1) not a list",
        "=====",
        "    not code",
        "www.evil.example",
        "https://evil.example",
    ],
)
def test_a_line_that_markdown_would_take_for_a_list_or_a_link_is_none(text: str) -> None:
    """Addresses and codes never look like these; what people type freely goes into text runs, without markdown."""
    card = filled(text, State.AWAITING_APPROVAL)
    free = [each["text"] for each in elements(card) if each["type"] == "TextRun"]
    assert any(text in run for run in free)


def test_a_button_that_would_lead_nowhere_is_not_shown() -> None:
    assert Verb.TRY_AGAIN in visible(request(evidence=shown(Verdict.COULD_NOT_LOOK)))
    for verdict in (None, *Verdict):
        seen = visible(request(evidence=shown(verdict)))
        assert (Verb.TRY_AGAIN in seen) == (verdict in (Verdict.COULD_NOT_LOOK, Verdict.NO_REGISTER))
        assert (Verb.ASK_DEVELOPER in seen) == (verdict in (*APPROVABLE, Verdict.BY_HAND, Verdict.SCHEMA_DRIFTED))


def test_what_nobody_can_tell_any_more_is_asked_of_a_developer_and_nothing_else_is() -> None:
    for result in (None, *Result):
        card = request_card(request(State.UNKNOWN, result=result))
        asks = result is Result.TOO_OLD_TO_TELL
        assert [action["verb"] for action in card["actions"]] == ([Verb.MARK_DONE] if asks else [])
        inputs = [each["id"] for each in elements(card) if each["type"].startswith("Input.")]
        assert inputs == (["decision", "note"] if asks else [])


def test_a_sentence_for_the_clicker_stands_on_top() -> None:
    card = request_card(request(), note="One sentence.")
    assert card["body"][0]["items"][0]["text"] == "One sentence."
    assert request_card(request()) == {**card, "body": card["body"][1:]}


def test_a_replaced_card_says_so_and_can_do_nothing() -> None:
    card = replaced_card()
    assert "replaced by a newer one" in read(card)
    assert not card.get("actions")
    assert replaced_message()["summary"] == card["fallbackText"] == card["speak"]


def test_styles_are_styles_that_a_container_has() -> None:
    assert set(STYLES.values()) <= {"default", "emphasis", "good", "attention", "warning", "accent"}


def test_the_design_knows_every_field_that_a_form_changes() -> None:
    form = {field.name for field in fields(Details)} - {
        "subject",
        "candidates",
        "subject_exact",
        "organisation_id",
        "understood",
    }
    assert form <= INPUT_IDS


def test_cards_are_functions_of_what_is_stored() -> None:
    one: Request = request(State.AWAITING_APPROVAL)
    assert request_card(one) == request_card(one)


@pytest.mark.parametrize("kind", Kind)
def test_what_counts_as_emptied_is_what_can_be_left_empty_on_the_card(kind: Kind) -> None:
    """Microsoft's renderer leaves empty fields out of a press; one that no card has would be lost with every press."""
    drawn = [each for each in elements(inputs(request(kind=kind, evidence=None))) if each["type"] == "Input.Text"]
    optional = {each["id"] for each in drawn if not each.get("isRequired")}
    # Typed to be compared, and what is described rather than chosen: neither is kept as a value of this form alone.
    assert optional - {"confirm_email", "organisation"} <= set(TYPED[kind]) <= {each["id"] for each in drawn}
