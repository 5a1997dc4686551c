"""What a card tells of a decision under way: the pause, who looks, who approved and why two, the way by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards.request_card import request_card as draw
from bot.cards.request_card import visible
from bot.words.times import lasting
from handlers.answers import View
from handlers.form import LONGEST_TEXT
from handlers.model import Approval, Details, Evidence, Look, Pause, Request, Shown
from handlers.roles import Verb
from handlers.states import FINAL, OPEN, State
from handlers.terms import Because, Kind, Verdict
from practice.buttons import press
from tests.outside.drawn import elements, read, size
from tests.rules.given import BEN, DANA, NOW, SITE, request

LARGEST = 21 * 1024
ASKED = request(State.AWAITING_APPROVAL, asked_version=2)
HELP = Details(text="Rebuild the *index* of ama@example.com", ticket="Z-1")
YES = Approval(DANA, ASKED.version, str(ASKED.digest), NOW)


def request_card(one: Request, pause: Pause | None = None, **words: Any) -> dict[str, Any]:
    return draw(Shown(one, pause), SITE, **words)


def buttons(one: Request, **words: Any) -> list[str]:
    return [action["title"] for action in request_card(one, **words)["actions"]]


@pytest.mark.parametrize("state", State)
def test_a_pause_shows_on_every_open_card_and_on_no_other(state: State) -> None:
    words = read(request_card(request(state), Pause(BEN, NOW)))
    assert ("All actions are paused" in words) == (state in OPEN)
    assert ("Ben Hart, 20 November 2026, 9:00am" in words) == (state in OPEN)
    assert "paused" not in read(request_card(request(state)))


def test_who_looks_is_named_with_the_time_and_the_button_is_gone() -> None:
    looked = replace(ASKED, look=Look(DANA, NOW + timedelta(minutes=30)))
    assert "Dana Reid, until 9:30am" in read(request_card(looked))
    assert "I'm looking" in buttons(ASKED)
    assert "I'm looking" not in buttons(looked)
    assert "Approve" in buttons(looked), "looking binds nobody"


@pytest.mark.parametrize(("because", "why"), [(Because.ALWAYS, "Two developers"), (Because.DAILY_LIMIT, "today")])
def test_where_two_have_to_approve_the_card_says_why_and_who_did(because: Because, why: str) -> None:
    first = replace(ASKED, approvals=(YES,), approvals_needed=2, needs_because=because)
    words = read(request_card(first))
    assert why in words
    assert "Dana Reid, 20 November 2026, 9:00am" in words
    assert "Approved by" not in read(request_card(replace(first, approvals=())))


def test_an_approval_that_no_longer_counts_is_not_shown() -> None:
    """Its request went back to triage, or was asked for anew."""
    for changed in ({"state": State.TRIAGE}, {"asked_version": 4}, {"evidence": None}):
        assert "Approved by" not in read(request_card(replace(ASKED, approvals=(YES,), **changed)))


@pytest.mark.parametrize("state", [State.APPROVED, State.RUNNING, State.DONE, State.FAILED, State.REJECTED])
def test_who_approved_stays_on_the_card_to_its_end(state: State) -> None:
    assert "Approved by" in read(request_card(replace(ASKED, state=state, approvals=(YES,))))


def test_whoever_pressed_approve_is_asked_once_more_in_a_view_of_their_own() -> None:
    mine = request_card(ASKED, note="Nothing was done yet.", view=View.CONFIRM)
    titles = [action["title"] for action in mine["actions"]]
    assert "Confirm deletion" in titles
    assert "Approve" not in titles
    assert "Confirm deletion" not in buttons(ASKED)
    assert "attention" in [part.get("style") for part in mine["body"]]


def test_a_phone_whose_buttons_fail_is_told_what_to_write() -> None:
    assert "write: approve ABCDE-3" in read(request_card(ASKED))
    for state in set(State) - {State.AWAITING_APPROVAL}:
        assert "write: approve" not in read(request_card(request(state)))


@pytest.mark.parametrize("kind", Kind)
def test_what_has_to_be_done_by_hand_comes_with_the_steps_and_the_commands(kind: Kind) -> None:
    card = request_card(request(State.WITH_DEVELOPER, kind=kind, details=HELP, evidence=None))
    words = read(card)
    for part in (
        "s189 TV production PIM",
        SITE.pim_url,
        f"az login --tenant {SITE.tenant_id}",
        "make production railsc CONFIRM_PRODUCTION=YES",
        "press Mark done",
    ):
        assert part in words, part
    with pytest.raises(ValueError, match="note is required"):
        press(card, "Mark done", {})
    assert press(card, "Mark done", {"note": "Rebuilt"}).action["data"]["note"] == "Rebuilt"
    for state in set(State) - {State.WITH_DEVELOPER}:
        assert "railsc" not in read(request_card(request(state, kind=kind, details=HELP, evidence=None)))


def help_card(state: State, **fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"kind": Kind.DEVELOPER_HELP, "details": HELP, "evidence": None}
    return request_card(request(state, **(usual | fields)))


def test_what_a_developer_is_asked_for_can_be_changed_until_it_is_asked() -> None:
    fields = {each["id"]: each for each in elements(help_card(State.TRIAGE)) if each["type"].startswith("Input.")}
    assert fields.keys() == {"text", "ticket"}
    assert (fields["text"]["value"], fields["text"]["maxLength"]) == (HELP.text, LONGEST_TEXT)
    assert fields["text"]["isRequired"] and fields["text"]["isMultiline"]
    titles = [action["title"] for action in help_card(State.TRIAGE)["actions"]]
    assert titles[0] == "Ask a developer"
    assert "Try again" not in titles


def test_the_words_stand_on_the_card_while_somebody_works_and_no_longer() -> None:
    assert HELP.text and HELP.text in read(help_card(State.WITH_DEVELOPER))
    for state in FINAL:
        assert HELP.text not in read(help_card(state))


@pytest.mark.parametrize("state", State)
def test_the_longest_text_still_makes_a_small_card(state: State) -> None:
    longest = Details(text="\N{HUNDRED POINTS SYMBOL}" * LONGEST_TEXT, ticket="Z" * 500)
    note = "\N{HUNDRED POINTS SYMBOL}" * 500
    assert size(help_card(state, details=longest, note=note, decided_by=DANA)) < LARGEST


def test_what_was_asked_again_says_as_what_and_offers_it_no_more() -> None:
    over = request(State.REJECTED, evidence=Evidence(NOW, Verdict.CAN_UNLINK))
    assert visible(over) == [Verb.ASK_AGAIN]
    again = replace(over, again_as="FGHJK")
    assert visible(again) == []
    assert "Followed by request FGHJK" in read(request_card(again))


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(0), "under a minute"),
        (timedelta(seconds=-5), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=2, seconds=59), "2 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=3, minutes=9), "2 days 3 hours"),
        (timedelta(days=1, minutes=9), "1 day"),
    ],
)
def test_how_long_something_took_is_said_in_its_two_largest_units(time: timedelta, words: str) -> None:
    assert lasting(time) == words
