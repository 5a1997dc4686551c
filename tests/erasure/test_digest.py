"""What the digest of a deletion rests on: who, what was ticked, every row that goes."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from handlers.holdings import Holdings, Options, digest, status_name, summary

KEY = b"a key"
BOTH = Options(stop_alerts=True, remove_feedback=True)
HELD = Holdings(
    id="1",
    email="ama.okafor@example.com",
    account={"saved_jobs": ("a", "b"), "jobseekers": ("1",)},
    alerts={"alert_runs": ("r",), "subscriptions": ("s",)},
    feedback={"feedbacks_by_address": ("f",)},
    loosened=("f", "g"),
    stays={"versions": 1},
)
CHANGES = {
    "id": replace(HELD, id="2"),
    "no account": replace(HELD, id=None),
    "email": replace(HELD, email="Ama.Okafor@example.com"),
    "a row more": replace(HELD, account={**HELD.account, "saved_jobs": ("a", "b", "c")}),
    "a row less": replace(HELD, account={**HELD.account, "saved_jobs": ("a",)}),
    "another row": replace(HELD, account={**HELD.account, "saved_jobs": ("a", "c")}),
    "the same row of another table": replace(HELD, account={"employments": ("a", "b"), "jobseekers": ("1",)}),
    "another job alert": replace(HELD, alerts={**HELD.alerts, "subscriptions": ("t",)}),
    "other feedback": replace(HELD, feedback={"feedbacks_by_address": ()}),
    "other feedback on a job alert": replace(HELD, loosened=("f", "h")),
}
DO_NOT_COUNT = {
    "the order of the rows": replace(HELD, account={"jobseekers": ("1",), "saved_jobs": ("b", "a")}),
    "last night's job alert": replace(HELD, alerts={**HELD.alerts, "alert_runs": ("r", "r2")}),
    "what stays": replace(HELD, stays={"versions": None}),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES.keys())
def test_each_change_makes_another_digest(changed: Holdings) -> None:
    assert digest(changed, BOTH, KEY) != digest(HELD, BOTH, KEY)


@pytest.mark.parametrize("changed", DO_NOT_COUNT.values(), ids=DO_NOT_COUNT.keys())
def test_what_moves_by_itself_makes_none(changed: Holdings) -> None:
    assert digest(changed, BOTH, KEY) == digest(HELD, BOTH, KEY)


def test_each_tick_and_each_key_makes_another_digest() -> None:
    ticked = [Options(), Options(stop_alerts=True), Options(remove_feedback=True), BOTH]
    nothing = Holdings(id="1", email="x@example.com")
    for held in (HELD, nothing):
        assert len({digest(held, options, KEY) for options in ticked}) == 4
    assert digest(HELD, BOTH, b"another key") != digest(HELD, BOTH, KEY)
    assert len(digest(HELD, BOTH, KEY)) == 64


def test_what_is_not_ticked_may_change() -> None:
    changed = replace(HELD, alerts={}, feedback={}, loosened=())
    assert digest(changed, Options(), KEY) == digest(HELD, Options(), KEY)


def test_feedback_that_goes_does_not_lose_its_link_before() -> None:
    assert HELD.loses_link(Options()) == HELD.loses_link(Options(remove_feedback=True)) == ()
    assert HELD.loses_link(Options(stop_alerts=True)) == ("f", "g")
    assert HELD.loses_link(BOTH) == ("g",)


def test_anything_that_forbids_a_deletion_forbids_it() -> None:
    assert HELD.may_be_erased
    assert not replace(HELD, applications={"draft": 1}).may_be_erased
    assert not replace(HELD, messages_without_application=1).may_be_erased
    assert not replace(HELD, embeds=1).may_be_erased


def test_the_summary_holds_numbers_and_no_key() -> None:
    numbers = summary(replace(HELD, applications={"draft": 2}, embeds=1, messages_without_application=3))
    assert asdict(numbers) == {
        "account": {"saved_jobs": 2, "jobseekers": 1},
        "alerts": {"alert_runs": 1, "subscriptions": 1},
        "feedback": {"feedbacks_by_address": 1},
        "loosened": 2,
        "applications": {"draft": 2},
        "messages_without_application": 3,
        "embeds": 1,
        "stays": {"versions": 1},
    }


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "draft"), (1, "submitted"), (10, "rejected"), (11, "other_status"), (-1, "other_status"), (None, "no_status")],
)
def test_statuses_have_the_names_that_the_service_gives_them(number: int | None, name: str) -> None:
    assert status_name(number) == name
