"""What the cards of deletions and undos say and offer, one promise each."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.cards.request_card import request_card
from bot.words import notices, requests
from handlers.answers import View
from handlers.model import Request, Shown
from handlers.notices import outcome
from handlers.states import State
from handlers.terms import Kind, Result
from practice.buttons import titles
from tests.rules.given import SITE, request
from tests.rules.given_holdings import DETAILS, HELD, ONLY_ALERTS, STOP_ALERTS, deletion, held

DRIFT = ("The table new_things is not in the erasure map.",)


def text(before: Request, **words: object) -> str:
    card = request_card(Shown(before), SITE, **words)  # type: ignore[arg-type]
    return json.dumps(card, ensure_ascii=False).replace("\u00a0", " ")


def test_the_person_is_named_right_above_confirm_deletion_and_nothing_looks_like_a_way_back() -> None:
    before = deletion(State.AWAITING_APPROVAL)
    card = request_card(Shown(before), SITE, note="Check who it is.", view=View.CONFIRM)
    last = json.dumps(card["body"][-1])
    assert "about to delete this person's data" in last and HELD.email in last and "Check who it is." in last
    assert titles(card) == ["Confirm deletion", "Reject"]
    assert card["actions"][0]["style"] == "destructive"
    assert f"confirm {before.code}-{before.version}" in text(before, view=View.CONFIRM)
    alerts = deletion(State.AWAITING_APPROVAL, ONLY_ALERTS, STOP_ALERTS)
    assert "about to stop and delete the job alerts" in text(alerts, view=View.CONFIRM)


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (deletion(), "What will be deleted"),
        (deletion(State.UNKNOWN, result=Result.COULD_NOT_ASK), "What a deletion takes"),
        (deletion(evidence=held(replace(HELD, embeds=1))), "What a deletion takes"),
        (deletion(evidence=held(drift=DRIFT)), "What a deletion takes"),
        (deletion(State.DONE, result=Result.DELETED), "What was deleted"),
        (deletion(State.DONE, result=Result.SEEN_DONE), "What was deleted"),
    ],
)
def test_nothing_is_promised_that_may_not_happen(before: Request, title: str) -> None:
    shown = text(before)
    assert title in shown
    assert "Saved jobs: 2" in shown


def test_what_stopped_a_deletion_is_named_when_it_is_over_too() -> None:
    assert DRIFT[0].replace("_", r"\\_") in text(
        deletion(State.FAILED, evidence=held(drift=DRIFT), result=Result.SCHEMA_DRIFTED)
    )


@pytest.mark.parametrize("result", [Result.DELETED, Result.ALERTS_STOPPED, Result.SEEN_DONE, Result.DONE_BY_HAND])
def test_however_a_deletion_was_done_the_messages_are_to_be_deleted_and_no_address_stands_there(result: Result) -> None:
    done = deletion(State.DONE, result=result)
    assert "delete your message" in text(done)
    assert HELD.email not in text(done)
    assert "delete your message" in notices.text(outcome(done), done, "", SITE)
    assert ("Reply you can send" in text(done)) == (result is not Result.DONE_BY_HAND)


def test_another_kind_asks_for_no_message_to_be_deleted() -> None:
    done = request(State.DONE, result=Result.DONE_BY_HAND)
    assert "delete your message" not in text(done) + notices.text(outcome(done), done, "", SITE)


@pytest.mark.parametrize("kind", requests.SIGHTINGS)
def test_what_a_developer_may_have_seen_is_about_this_kind_of_action(kind: Kind) -> None:
    shown = text(replace(deletion(State.UNKNOWN, result=Result.TOO_OLD_TO_TELL), kind=kind))
    for other, seen in requests.SIGHTINGS.items():
        assert all((words in shown) == (other is kind) for words in seen.values())


def test_job_alerts_alone_say_what_to_tick_until_it_is_asked() -> None:
    assert "tick below" in text(deletion(holdings=ONLY_ALERTS, details=DETAILS))
    assert "tick below" not in text(deletion(State.AWAITING_APPROVAL, ONLY_ALERTS, STOP_ALERTS))


@pytest.mark.parametrize("result", [Result.UNLINKED, Result.UNDONE, Result.SEEN_DONE])
def test_what_bigquery_does_not_hear_is_said(result: Result) -> None:
    for kind in (Kind.UNLINK_ONE_LOGIN, Kind.UNDO_UNLINK):
        assert "BigQuery shows the link as it was" in text(request(State.DONE, kind=kind, result=result))


def test_an_undo_that_finds_nothing_kept_says_both_reasons() -> None:
    gone = request(State.NOTHING_TO_DO, kind=Kind.UNDO_UNLINK, result=Result.ACCOUNT_GONE)
    assert "what the bot kept of its old GOV.UK One Login" in text(gone)
