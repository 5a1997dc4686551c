"""The words about organisations: some for every code, plain, with the numbers that the Support Team needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.words import register as words
from handlers.eligibility import Reason, judge
from handlers.organisations import Answer, Ask, Came, Freshness, GroupType, Listed, Status
from tests.register.given import AUTHORITY, SCHOOL, TRUST, group, school

TABLES: list[tuple[Mapping[Any, str], Iterable[Any]]] = [
    (words.REASONS, Reason),
    (words.ASKS, Ask),
    (words.UPDATED, Came),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_every_code_has_words(table: Mapping[Any, str], codes: Iterable[Any]) -> None:
    assert set(table) == set(codes)
    for text in table.values():
        assert text[0].isupper()
        assert text.endswith((".", "{kept}"))
        assert not {"please", "sorry", "GIAS"} & set(text.split())


def test_every_age_has_words_for_operations() -> None:
    assert set(words.STANDINGS) == set(Freshness)
    told = words.standing(Freshness.OLD, date(2026, 11, 20), timedelta(hours=51))
    assert told == "getting old: of 2026-11-20, 2 days 3 hours old"
    assert words.standing(Freshness.NONE, None, None) == "no register yet"


def why(listed: Listed) -> str:
    return words.why(listed, judge(listed.organisation, listed.trust_schools))


def test_a_closed_school_names_its_successors_and_their_numbers() -> None:
    heir = school(number="100002", name="Elm Academy", ukprn="10000002")
    text = why(Listed(school(status=Status.CLOSED), successors=(heir,)))
    assert text.endswith("Its successor: Elm Academy (URN 100002, UKPRN 10000002).")
    refused = why(Listed(school(status=Status.CLOSED, type_code="11", type_name="Other independent school")))
    assert refused.endswith("this type of establishment: Other independent school. It has closed.")


def test_a_trust_names_the_school_through_which_it_is_accepted() -> None:
    trust = group(GroupType.SINGLE_ACADEMY_TRUST)
    its_school = school(trust_flag="5", trust_uid=trust.number)
    assert "through its school: Elm Park Primary School (URN 100001, UKPRN 10000001)." in why(
        Listed(trust, trust_schools=(its_school,))
    )


def test_numbers_say_so_when_there_is_no_ukprn() -> None:
    assert words.numbers(SCHOOL) == "URN 100001, UKPRN 10000001"
    assert words.numbers(school(ukprn="")) == "URN 100001, no UKPRN"
    assert words.numbers(TRUST) == "group UID 2001, UKPRN 10050001"
    assert words.numbers(AUTHORITY) == "local authority code 870, no UKPRN"


def test_names_are_one_line_without_control_characters() -> None:
    assert words.plain("Elm\r\n\x1b[31m \u202eSchool\u200b ") == "Elm [31m School"


def test_what_to_add_is_said_with_counts() -> None:
    answer = Answer("St Mary's", date(2026, 11, 20), (), ask=Ask.TOWN, alike=60, places=(("York", 40), ("Leeds", 20)))
    assert words.ask(answer) == (
        "Add the town or the postcode: 60 open organisations have these words in their name."
        " Most are in York (40), Leeds (20)."
    )


def test_an_update_says_its_day_its_reasons_and_its_counts() -> None:
    day = date(2026, 11, 20)
    assert list(words.updated(Came.NEW, day, ["a", "b"], {"x": 1000}, 2)) == [
        "The register of 20 November 2026 is in place.",
        "  a",
        "  b",
        "  x: 1,000 rows",
        "  2 bytes stand for no letter in windows-1252; they were replaced",
    ]
    assert list(words.updated(Came.UNAVAILABLE, None, [], {}, 0)) == [
        "The files could not be fetched. There is no register yet."
    ]
