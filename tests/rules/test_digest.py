"""The digest covers what the decision rests on: each such field of both accounts, and none that merely moves."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.unlink import Jobseeker, digest
from tests.rules.given import KEY, NOW, jobseeker, second_account

# Two values each: the first one stands in the accounts below, the second one in the changed ones.
RESTS_ON: dict[str, tuple[Any, Any]] = {
    "id": ("1", "2"),
    "email": ("a@example.com", "A@example.com"),
    "one_login_id": ("urn:1", None),
    "closed_on": (None, date(2026, 1, 2)),
    "email_opt_out": (False, True),
    "email_opt_out_reason": (None, 0),
    "applications": (0, 1),  # whether there are any: then the account is never merged into
    "profile_entries": (0, 1),
    "messages_sent": (0, 1),
}
MOVES: dict[str, tuple[Any, Any]] = {
    "last_sign_in_at": (NOW, NOW.replace(day=21)),
    "sign_in_count": (1, 2),
    "applications": (1, 2),
    "profile_entries": (1, 2),
    "messages_sent": (1, 2),
}


def test_every_field_is_either_covered_or_known_to_move() -> None:
    assert {field.name for field in fields(Jobseeker)} == set(RESTS_ON) | set(MOVES)


@pytest.mark.parametrize("whose", ["the subject", "the second account"])
@pytest.mark.parametrize("name", RESTS_ON)
def test_a_change_of_what_the_decision_rests_on_changes_the_digest(name: str, whose: str) -> None:
    before, after = pair(name, *RESTS_ON[name])
    assert of(before, whose) != of(after, whose)


@pytest.mark.parametrize("whose", ["the subject", "the second account"])
@pytest.mark.parametrize("name", MOVES)
def test_what_merely_moves_does_not(name: str, whose: str) -> None:
    before, after = pair(name, *MOVES[name])
    assert of(before, whose) == of(after, whose)


def pair(name: str, before: Any, after: Any) -> tuple[Jobseeker, Jobseeker]:
    bare = jobseeker(applications=0, profile_entries=0)
    return replace(bare, **{name: before}), replace(bare, **{name: after})


def of(row: Jobseeker, whose: str) -> str:
    return digest(row, second_account(), KEY) if whose == "the subject" else digest(jobseeker(), row, KEY)


def test_a_second_account_that_comes_goes_or_is_another_changes_it() -> None:
    one, two = jobseeker(), second_account()
    assert len({digest(one, None, KEY), digest(one, two, KEY), digest(two, one, KEY), digest(two, None, KEY)}) == 4


def test_nobody_makes_it_without_the_key() -> None:
    assert digest(jobseeker(), None, KEY) != digest(jobseeker(), None, b"another key")
    assert len(digest(jobseeker(), None, KEY)) == 64


@given(
    closed=st.none() | st.dates(),
    email=st.text(max_size=40),
    login=st.none() | st.text(max_size=40),
    reason=st.none() | st.integers(0, 9),
)
def test_texts_of_any_kind_never_run_into_each_other(
    closed: date | None, email: str, login: str | None, reason: int | None
) -> None:
    row = jobseeker(email=email, one_login_id=login, closed_on=closed, email_opt_out_reason=reason)
    assert digest(row, None, KEY) == digest(replace(row), None, KEY)
    if email != login:
        assert digest(row, None, KEY) != digest(replace(row, email=login or "", one_login_id=email), None, KEY)
