"""A deletion by the rules: what the holdings mean, and how each attempt under the lock ends."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from handlers.erase import assess, look_up
from handlers.errors import ApplicationsFound, ErasureRefused, NeedsHands, RowsDiffer, ServiceDatabaseUnavailable
from handlers.execute import came_to, run_next
from handlers.holdings import Found, Holder, Holdings, Options
from handlers.model import Details, Request
from handlers.service import TransactionStatus
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Finding, Result, Verdict
from handlers.unlink import Accounts
from tests.rules.given import EMAIL, KEY, NOW, jobseeker
from tests.rules.given_holdings import DETAILS, HELD, ID, NOBODY, ONLY_ALERTS, STOP_ALERTS, deletion, found, held
from tests.rules.memory import Memory, memory

V, S, R = Verdict, State, Result
TWINS = Found((Holder("1", EMAIL), Holder("2", EMAIL.title())))
DRIFT = ("There is a table that we do not know.",)


@pytest.mark.parametrize(
    ("holdings", "drift", "verdict", "findings"),
    [
        (HELD, (), V.CAN_DELETE, ()),
        (replace(HELD, applications={"draft": 1}), (), V.HAS_APPLICATIONS, ()),
        (replace(HELD, applications={"draft": 1}, embeds=1), DRIFT, V.HAS_APPLICATIONS, ()),
        (replace(HELD, embeds=1), (), V.BY_HAND, (Finding.FILES_IN_ABOUT_YOU,)),
        (replace(HELD, messages_without_application=1), (), V.BY_HAND, (Finding.MESSAGES_WITHOUT_APPLICATION,)),
        (
            replace(HELD, messages_without_application=2, embeds=1),
            DRIFT,
            V.BY_HAND,
            (Finding.MESSAGES_WITHOUT_APPLICATION, Finding.FILES_IN_ABOUT_YOU),
        ),
        (HELD, DRIFT, V.SCHEMA_DRIFTED, ()),
        (ONLY_ALERTS, (), V.ONLY_ALERTS, ()),
        (ONLY_ALERTS, DRIFT, V.SCHEMA_DRIFTED, ()),
        (NOBODY, (), V.NOT_FOUND, ()),
        (NOBODY, DRIFT, V.NOT_FOUND, ()),
        (replace(NOBODY, alerts={"subscriptions": ()}), (), V.NOT_FOUND, ()),
    ],
)
def test_what_the_holdings_mean(
    holdings: Holdings, drift: tuple[str, ...], verdict: Verdict, findings: tuple[Finding, ...]
) -> None:
    evidence = held(holdings, drift=drift)
    assert (evidence.verdict, evidence.findings, evidence.drift) == (verdict, findings, drift)
    assert (evidence.digest is not None) == (verdict is V.CAN_DELETE)
    assert (evidence.erasure is not None) == (verdict is not V.NOT_FOUND)
    assert (evidence.account is not None) == (holdings.id is not None)


def test_job_alerts_alone_can_be_approved_only_when_they_are_ticked() -> None:
    assert held(ONLY_ALERTS, DETAILS).digest is None
    assert held(ONLY_ALERTS, replace(DETAILS, remove_feedback=True)).digest is None
    assert held(ONLY_ALERTS, STOP_ALERTS).digest


def test_nobody_under_the_address_and_several_are_both_said() -> None:
    assert assess(DETAILS, Found(), Accounts(), (), at=NOW, key=KEY).verdict is V.NOT_FOUND
    several = assess(DETAILS, TWINS, Accounts(), (), at=NOW, key=KEY)
    assert (several.verdict, several.findings) == (V.SEVERAL, (Finding.SEVERAL_BY_CASE,))
    assert (several.addresses, several.digest) == ((EMAIL, EMAIL.title()), None)


@pytest.mark.parametrize(
    ("details", "verdict"),
    [
        (Details(EMAIL), V.SEVERAL),
        (Details(EMAIL, subject_exact=True), V.CAN_DELETE),
        (Details(f" {EMAIL} ", subject_exact=True), V.CAN_DELETE),
        (Details(EMAIL.upper(), subject_exact=True), V.SEVERAL),
    ],
)
async def test_of_several_accounts_the_one_typed_letter_by_letter_is_meant(details: Details, verdict: Verdict) -> None:
    both = Accounts((jobseeker(), jobseeker(id="2", email=EMAIL.title())))
    here = memory(found=TWINS, found_exactly=found(HELD), accounts=both)
    evidence = await look_up(details, details.subject or "", here.ports)
    assert evidence.verdict is verdict
    if verdict is V.CAN_DELETE:
        assert evidence.findings == (Finding.TWIN_BY_CASE,)
        assert evidence.account is not None and evidence.account.id == ID


@pytest.mark.parametrize("call", ["drift", "preview", "look_up"])
async def test_a_database_that_does_not_answer_is_no_evidence(call: str) -> None:
    with pytest.raises(ServiceDatabaseUnavailable):
        await look_up(DETAILS, EMAIL, memory(found=found(HELD), fails_at=call).ports)


@pytest.mark.parametrize("call", ["preview", "look_up"])
async def test_a_table_that_is_not_there_any_more_is_named_and_not_called_an_outage(call: str) -> None:
    words = ("The table saved_jobs is gone.",)
    here = memory(found=found(HELD), fails_at=call, differences=words)
    evidence = await look_up(DETAILS, EMAIL, here.ports)
    assert (evidence.verdict, evidence.drift, evidence.digest) == (V.SCHEMA_DRIFTED, words, None)


async def run(before: Request, **service: object) -> Memory:
    here = memory(before, **{"locked": HELD, **service})
    assert await run_next(UUID(int=9), here.ports)
    return here


def ended(here: Memory) -> tuple[State, Result | None]:
    assert here.book.request is not None
    return here.state, here.book.request.result


def untouched(here: Memory) -> bool:
    return (here.service.erased, here.service.commits, here.book.fences) == ([], 0, [])


async def test_what_was_approved_is_deleted_once_behind_the_fence_and_told() -> None:
    here = await run(deletion(S.APPROVED))
    assert ended(here) == (S.DONE, R.DELETED)
    assert here.service.erased == [(HELD, Options())]
    assert here.service.commits == 1
    assert here.book.fences == [("7001", None)]
    assert [notice.state for notice in here.book.notices] == [S.DONE]
    assert not await run_next(UUID(int=9), here.ports)


async def test_what_was_ticked_goes_with_it() -> None:
    here = await run(deletion(S.APPROVED, details=STOP_ALERTS))
    assert here.service.erased == [(HELD, Options(stop_alerts=True))]


async def test_job_alerts_alone_are_stopped_and_called_so() -> None:
    here = await run(deletion(S.APPROVED, ONLY_ALERTS, STOP_ALERTS), locked=ONLY_ALERTS)
    assert ended(here) == (S.DONE, R.ALERTS_STOPPED)
    assert here.service.erased == [(ONLY_ALERTS, Options(stop_alerts=True))]


CHANGED = {
    "a row more": replace(HELD, account={**HELD.account, "saved_jobs": ("a", "b", "c")}),
    "a row less": replace(HELD, account={**HELD.account, "saved_jobs": ("a",)}),
    "another row in its place": replace(HELD, account={**HELD.account, "saved_jobs": ("a", "c")}),
    "a profile": replace(HELD, account={**HELD.account, "jobseeker_profiles": ("p",)}),
    "another address": replace(HELD, email="ama.new@example.com"),
    "capitals in the address": replace(HELD, email=EMAIL.title()),
    "another account": replace(HELD, id="22222222-2222-2222-2222-222222222222"),
    "a file in the about you text": replace(HELD, embeds=1),
    "a message without an application": replace(HELD, messages_without_application=1),
}


@pytest.mark.parametrize("now", CHANGED.values(), ids=CHANGED.keys())
async def test_what_changed_since_it_was_shown_stops_it_under_the_lock(now: Holdings) -> None:
    here = await run(deletion(S.APPROVED), locked=now)
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert untouched(here)
    assert [notice.state for notice in here.book.notices] == [S.FAILED]


@pytest.mark.parametrize("ticked", [{"stop_alerts": True}, {"remove_feedback": True}])
async def test_options_that_are_not_the_approved_ones_stop_it(ticked: dict[str, bool]) -> None:
    approved = deletion(S.APPROVED)
    here = await run(replace(approved, details=replace(DETAILS, **ticked)))  # type: ignore[arg-type]
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert untouched(here)


async def test_what_comes_and_goes_every_night_does_not_stop_it() -> None:
    tonight = replace(HELD, alerts={**HELD.alerts, "alert_runs": ("r2",)}, stays={})
    assert ended(await run(deletion(S.APPROVED, details=STOP_ALERTS), locked=tonight)) == (S.DONE, R.DELETED)


async def test_an_account_that_is_gone_needs_nobody() -> None:
    here = await run(deletion(S.APPROVED), locked=None)
    assert ended(here) == (S.FAILED, R.ACCOUNT_GONE)
    assert untouched(here)


async def test_an_account_opened_beside_the_job_alerts_stops_it() -> None:
    here = await run(deletion(S.APPROVED, ONLY_ALERTS, STOP_ALERTS), locked=None)
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert untouched(here)


@pytest.mark.parametrize(
    "seen",
    [{"locked": replace(HELD, applications={"draft": 1})}, {"refuses": ApplicationsFound("1")}],
    ids=["before", "at the last look"],
)
async def test_an_application_begun_meanwhile_wins_and_the_card_counts_it(seen: dict[str, object]) -> None:
    here = await run(deletion(S.APPROVED), **seen)
    assert ended(here) == (S.REFERRED_BACK, R.HAS_APPLICATIONS)
    assert untouched(here)
    assert here.book.request and here.book.request.evidence
    now = here.book.request.evidence
    assert (now.verdict, now.digest, now.account) == (V.HAS_APPLICATIONS, None, deletion().evidence.account)  # type: ignore[union-attr]


@pytest.mark.parametrize("refusal", [NeedsHands("files"), RowsDiffer("saved_jobs")])
async def test_a_deletion_that_stops_itself_is_not_committed(refusal: ErasureRefused) -> None:
    here = await run(deletion(S.APPROVED), refuses=refusal)
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert untouched(here)


async def test_a_schema_that_we_do_not_know_stops_it_and_is_named() -> None:
    here = await run(deletion(S.APPROVED), differences=DRIFT)
    assert ended(here) == (S.FAILED, R.SCHEMA_DRIFTED)
    assert untouched(here)
    assert here.book.request and here.book.request.evidence
    assert (here.book.request.evidence.drift, here.book.request.digest) == (DRIFT, None)


@pytest.mark.parametrize(
    "without",
    [{"evidence": None}, {"evidence": held(NOBODY)}, {"details": Details()}],
    ids=["nothing shown", "nothing to approve", "nobody named"],
)
async def test_without_anything_shown_nothing_runs(without: dict[str, object]) -> None:
    here = await run(replace(deletion(S.APPROVED), **without))  # type: ignore[arg-type]
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert untouched(here)


@pytest.mark.parametrize("call", ["acting", "drift", "lock_holdings", "erase", "transaction_id"])
async def test_a_database_that_fails_before_the_fence_has_changed_nothing(call: str) -> None:
    here = await run(deletion(S.APPROVED), fails_at=call)
    assert ended(here) == (S.FAILED, R.COULD_NOT_REACH)
    assert (here.service.commits, here.book.fences) == (0, [])


@pytest.mark.parametrize(
    ("before", "result"),
    [(deletion(S.RUNNING), R.DELETED), (deletion(S.UNKNOWN, ONLY_ALERTS, STOP_ALERTS), R.ALERTS_STOPPED)],
)
async def test_a_commit_whose_reply_was_lost_is_called_what_it_was(before: Request, result: Result) -> None:
    here = memory(replace(before, xid="7001"), status=TransactionStatus.COMMITTED)
    assert await settle_next(here.ports)
    assert ended(here) == (S.DONE, result)
    assert here.service.erased == []


def test_what_a_developer_saw_done_counts_as_done() -> None:
    assert came_to(deletion(S.DONE, result=R.SEEN_DONE)) is R.DELETED
    assert came_to(deletion(S.DONE, ONLY_ALERTS, STOP_ALERTS, result=R.SEEN_DONE)) is R.ALERTS_STOPPED
    assert came_to(deletion(S.DONE, result=R.DONE_BY_HAND)) is R.DONE_BY_HAND
