"""All words that people read: some for every code, in the style of GOV.UK, with times as people there read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.service_database.erasure_map import STAYS, STEPS
from bot.listing import LISTS
from bot.messages import notice_message
from bot.words import erasure, listing, notices, requests, sentences
from bot.words.notices import OUTCOMES
from bot.words.times import day, moment
from handlers.answers import Say
from handlers.form import IDENTITY_CHECKS
from handlers.holdings import NO_STATUS, OTHER_STATUS, STATUSES, Options
from handlers.model import Person, Request
from handlers.notices import Audience, Notice, NoticeKind
from handlers.plans import ABOUT_APPLICATIONS, DECISIONS
from handlers.ports import LISTED
from handlers.roles import Refusal
from handlers.states import State
from handlers.terms import Because, Finding, Kind, Result, Verdict
from tests.rules.given import DANA, EMAIL, SITE, THREAD, request

PIM = SITE.pim_url
TABLES: list[tuple[Mapping[Any, str], Iterable[Any]]] = [
    (requests.KINDS, Kind),
    (requests.STATES, State),
    (requests.VERDICTS, Verdict),
    (requests.FINDINGS, Finding),
    (requests.RESULTS, Result),
    (requests.IDENTITY_CHECKS, IDENTITY_CHECKS),
    (requests.CHECKED, IDENTITY_CHECKS),
    (requests.DECISIONS, DECISIONS),
    (requests.SHORT_KINDS, Kind),
    (requests.ABOUT_APPLICATIONS, ABOUT_APPLICATIONS),
    (erasure.STEPS, [step.name for step in STEPS if step.change is None]),
    (erasure.STAYS, [stay.name for stay in STAYS if stay.number is not None]),
    (erasure.STATUSES, [*STATUSES, NO_STATUS, OTHER_STATUS]),
    (erasure.OPTIONS, [option.name for option in fields(Options)]),
    (erasure.TICKED, [option.name for option in fields(Options)]),
    (requests.TWO_NEEDED, Because),
    (sentences.SAYINGS, [*Say, *Refusal]),
]


@pytest.mark.parametrize(("words", "codes"), TABLES)
def test_every_code_has_words_and_no_words_are_without_one(words: Mapping[Any, str], codes: Iterable[Any]) -> None:
    assert set(words) == set(codes)
    assert all(words.values())


def every_sentence() -> list[str]:
    tables: list[Mapping[Any, str]] = [*(words for words, _ in TABLES), requests.LABELS, OUTCOMES]
    tables += [
        *requests.SIGHTINGS.values(),
        requests.REPLIES,
        notices.PLAIN,
        notices.ABOUT_A_REQUEST,
        notices.REMINDERS,
        requests.DEADLINES,
    ]
    alone = [requests.BIGQUERY, requests.NO_SUBJECT, requests.CANDIDATES, requests.REPLACED, requests.PAUSED]
    alone += [erasure.NO_ACCOUNT, erasure.OUTSIDE, erasure.DRIFT, erasure.DELETE_YOUR_MESSAGE, erasure.CONFIRM]
    alone += [
        erasure.CONFIRM_ALERTS,
        erasure.TICK,
        erasure.WILL_GO,
        erasure.WOULD_GO,
        erasure.WILL_STAY,
    ]
    alone += [notices.HELP, notices.COULD_NOT_CHECK_YOU, sentences.WRONG_PLACE, sentences.OUT_OF_ORDER]
    return [*(text for table in tables for text in table.values()), *alone]


@pytest.mark.parametrize("text", every_sentence())
def test_words_are_plain(text: str) -> None:
    assert not re.search(r"\b(please|sorry|oops|invalid|illegal|error|failed to|unfortunately|kindly)\b", text, re.I)
    assert "  " not in text
    assert "!" not in text
    assert text == text.strip()


@pytest.mark.parametrize("say", [*Say, *Refusal])
def test_a_sentence_for_a_person_is_whole(say: Say | Refusal) -> None:
    words = sentences.sentence(say, SITE)
    assert words.endswith(".")
    assert "{" not in words
    assert (PIM in words) == (say is Refusal.NOT_ACTIVE)


def test_whoever_is_not_activated_is_told_the_group_and_the_page() -> None:
    words = sentences.sentence(Refusal.NOT_ACTIVE, SITE)
    assert "s189 TV production PIM" in words
    assert "press Approve again" in words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2027, 3, 4, 14, 15, tzinfo=UTC), "4 March 2027, 2:15pm"),
        (datetime(2027, 3, 4, 0, 0, tzinfo=UTC), "4 March 2027, 12:00am"),
        (datetime(2027, 3, 4, 0, 5, tzinfo=UTC), "4 March 2027, 12:05am"),
        (datetime(2027, 3, 4, 11, 59, tzinfo=UTC), "4 March 2027, 11:59am"),
        (datetime(2027, 3, 4, 12, 0, tzinfo=UTC), "4 March 2027, 12:00pm"),
        (datetime(2027, 7, 4, 11, 0, tzinfo=UTC), "4 July 2027, 12:00pm"),
        (datetime(2027, 7, 31, 23, 30, tzinfo=UTC), "1 August 2027, 12:30am"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "28 March 2027, 12:59am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 March 2027, 2:00am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026, 1:30am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026, 1:30am"),
        (datetime.fromisoformat("2027-07-04T14:15:00+05:00"), "4 July 2027, 10:15am"),
        (datetime.fromisoformat("2027-07-04T14:15:00"), "4 July 2027, 3:15pm"),
    ],
    ids=[
        "the design's own",
        "midnight",
        "just after",
        "before noon",
        "noon",
        "noon in summer",
        "the day turns an hour earlier in summer",
        "before summer time begins",
        "summer time begins",
        "the last hour of summer time",
        "the same hour again",
        "another zone",
        "no zone is UTC, as the service database stores it",
    ],
)
def test_times_are_uk_times(at: datetime, words: str) -> None:
    assert moment(at) == words


def test_days_are_written_out() -> None:
    assert day(date(2027, 12, 1)) == "1 December 2027"


ABOUT_A_REQUEST = {*notices.ABOUT_A_REQUEST, NoticeKind.OUTCOME, NoticeKind.REMINDER, NoticeKind.SAID}


def said(kind: NoticeKind, one: Request | None, state: State | None, code: str | None = None) -> str:
    return notices.text(Notice(kind, Audience.REQUESTERS, THREAD, state=state, code=code), one, "", SITE)


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - LISTS))
@pytest.mark.parametrize("state", [None, *State])
def test_every_notice_has_words_and_names_the_request_by_its_code_only(kind: NoticeKind, state: State | None) -> None:
    one = request(state or State.TRIAGE)
    text = said(kind, one, state)
    assert text.endswith(".")
    assert ("ABCDE" in text) == (kind in ABOUT_A_REQUEST)
    assert EMAIL not in text


def test_the_requester_is_told_that_a_reply_waits_on_the_card() -> None:
    done = request(State.DONE, result=Result.UNLINKED)
    assert said(NoticeKind.OUTCOME, done, State.DONE) == "request ABCDE is done. The card holds a reply to send."
    by_hand = request(State.DONE, result=Result.DONE_BY_HAND)
    assert "reply" not in said(NoticeKind.OUTCOME, by_hand, State.DONE)
    assert said(NoticeKind.OUTCOME, None, None) == "request  has moved on."


@pytest.mark.parametrize("name", ["Amina Yusuf", "O'Neil & <Sons>", "<at>everyone</at>", "[x](javascript:y)"])
def test_a_mention_stands_in_the_text_exactly_as_in_its_entity(name: str) -> None:
    person = Person("id", "29:x", name)
    message = notice_message(Notice(NoticeKind.HELP, Audience.REQUESTERS, THREAD), None, (person, DANA), SITE)
    assert [entity["mentioned"]["id"] for entity in message["entities"]] == ["29:x", DANA.teams_id]
    for entity in message["entities"]:
        assert entity["type"] == "mention"
        assert message["text"].count(entity["text"]) == 1
        assert entity["text"].count("<at>") == 1
    assert message["text"].startswith(" ".join(entity["text"] for entity in message["entities"]) + " ")


def test_a_notice_to_nobody_mentions_nobody() -> None:
    message = notice_message(Notice(NoticeKind.HELP, Audience.NOBODY, THREAD), None, (), SITE)
    assert message == {"type": "message", "text": notices.HELP, "entities": []}


def test_the_summary_holds_the_code_and_the_state() -> None:
    assert requests.summary("ABCDE", State.AWAITING_APPROVAL) == "Request ABCDE: waiting for a developer to approve"


@pytest.mark.parametrize(
    ("lines", "more"), [(listing.waiting, listing.MORE_OPEN), (listing.standing, listing.MORE_REQUESTS)]
)
def test_a_list_says_when_there_are_more(lines: Callable[[Sequence[Request]], list[str]], more: str) -> None:
    few, many = [request()] * LISTED, [request()] * (LISTED + 1)
    assert (len(lines(few)), more in lines(few)) == (1 + LISTED, False)
    assert (len(lines(many)), lines(many)[-1]) == (2 + LISTED, more)
