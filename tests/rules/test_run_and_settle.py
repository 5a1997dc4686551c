"""Running an approved request, and settling one whose worker did not report back; the real fence: tests/faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from handlers.acting import Ending
from handlers.execute import finish, run_next
from handlers.model import Details, Evidence, Request
from handlers.notices import NoticeKind
from handlers.service import TransactionStatus
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Result, Verdict
from handlers.unlink import Accounts, assess
from tests.rules.given import EMAIL, KEY, NOW, OLD_ID, jobseeker, request, second_account
from tests.rules.memory import Memory, memory

ATTEMPT = UUID(int=9)
S = State


def approved(**fields: Any) -> Request:
    return request(S.APPROVED, **fields)


async def run(before: Request | None = None, *, fence_holds: bool = True, **service: Any) -> Memory:
    here = memory(before or approved(), **service)
    here.book.fence_holds = fence_holds
    assert await run_next(ATTEMPT, here.ports)
    return here


def ended(here: Memory) -> tuple[State, Result | None]:
    assert here.book.request is not None
    return here.state, here.book.request.result


async def test_what_was_approved_is_done_once_behind_the_fence_and_told() -> None:
    here = await run()
    assert ended(here) == (S.DONE, Result.UNLINKED)
    assert here.service.unlinked == [jobseeker().id]
    assert here.service.commits == 1
    assert here.book.fences == [("7001", OLD_ID)]
    assert [(notice.kind, notice.state) for notice in here.book.notices] == [(NoticeKind.OUTCOME, S.DONE)]
    assert not await run_next(ATTEMPT, here.ports)


BLANK = jobseeker(one_login_id=" ")
LOCKED_OUT = jobseeker(email_opt_out=True)
CHANGED = {
    "the account is gone": (Accounts(), (S.FAILED, Result.ACCOUNT_GONE)),
    "not linked any more": (Accounts((BLANK,)), (S.NOTHING_TO_DO, Result.NOT_LINKED)),
    "opted out without a reason": (Accounts((LOCKED_OUT,)), (S.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL)),
    "another One Login": (Accounts((jobseeker(one_login_id="urn:other"),)), (S.FAILED, Result.CHANGED_SINCE_SHOWN)),
    "another address": (Accounts((jobseeker(email="x@example.com"),)), (S.FAILED, Result.CHANGED_SINCE_SHOWN)),
    "no address": (Accounts((jobseeker(email=""),)), (S.FAILED, Result.CHANGED_SINCE_SHOWN)),
    "capitals": (Accounts((jobseeker(email=EMAIL.upper()),)), (S.FAILED, Result.CHANGED_SINCE_SHOWN)),
    "closed": (Accounts((jobseeker(closed_on=NOW.date()),)), (S.FAILED, Result.CHANGED_SINCE_SHOWN)),
    "its last application was withdrawn": (
        Accounts((jobseeker(applications=0, profile_entries=0),)),
        (S.FAILED, Result.CHANGED_SINCE_SHOWN),
    ),
}


@pytest.mark.parametrize(("accounts", "ending"), CHANGED.values(), ids=CHANGED.keys())
async def test_what_changed_since_it_was_shown_stops_it_under_the_lock(
    accounts: Accounts, ending: tuple[State, Result]
) -> None:
    here = await run(accounts=accounts)
    assert ended(here) == ending
    assert (here.service.unlinked, here.service.commits, here.book.fences) == ([], 0, [])
    assert [notice.state for notice in here.book.notices] == [ending[0]]


SECOND = second_account(applications=1)
BOTH = Accounts((jobseeker(),), (SECOND,))
WITH_SECOND = Details(EMAIL, SECOND.email)


@pytest.mark.parametrize(
    "accounts",
    [
        Accounts((jobseeker(),)),
        Accounts((jobseeker(),), (second_account(applications=1, email="moved@example.com"),)),
        Accounts((jobseeker(),), (second_account(),)),
        Accounts((jobseeker(),), (SECOND, second_account(id="3"))),
    ],
    ids=["it is gone", "it has another address", "it can be merged into now", "there is a third one"],
)
async def test_what_changed_about_the_second_account_stops_it_too(accounts: Accounts) -> None:
    shown = approved(details=WITH_SECOND, evidence=assess(WITH_SECOND, BOTH, NOW, KEY))
    assert ended(await run(shown, accounts=BOTH)) == (S.DONE, Result.UNLINKED)
    assert ended(await run(shown, accounts=accounts)) == (S.FAILED, Result.CHANGED_SINCE_SHOWN)


@pytest.mark.parametrize("shown", [None, Evidence(NOW, Verdict.COULD_NOT_LOOK)])
async def test_without_anything_shown_nothing_runs(shown: Evidence | None) -> None:
    here = await run(approved(evidence=shown))
    assert ended(here) == (S.FAILED, Result.CHANGED_SINCE_SHOWN)
    assert here.service.unlinked == []


@pytest.mark.parametrize("rows", [0, 2])
async def test_an_update_that_meets_not_one_row_is_not_committed(rows: int) -> None:
    here = await run(rows_changed=rows)
    assert ended(here) == (S.FAILED, Result.CHANGED_SINCE_SHOWN)
    assert here.service.commits == 0


@pytest.mark.parametrize("call", ["acting", "lock", "unlink", "transaction_id"])
async def test_a_database_that_fails_before_the_fence_has_changed_nothing(call: str) -> None:
    here = await run(fails_at=call)
    assert ended(here) == (S.FAILED, Result.COULD_NOT_REACH)
    assert here.book.fences == []


async def test_after_the_fence_only_the_service_database_knows() -> None:
    here = await run(fails_at="commit")
    assert here.state is S.RUNNING
    assert here.book.looks == [NOW]
    assert here.book.notices == []


async def test_an_attempt_that_was_settled_meanwhile_commits_nothing() -> None:
    here = await run(fence_holds=False)
    assert here.service.commits == 0
    assert here.state is S.RUNNING


async def test_an_end_that_somebody_else_wrote_is_not_told_twice() -> None:
    here = memory(running(xid="7001"))
    here.book.overtaken = True
    before = here.book.request
    assert before is not None
    assert await finish(before, Ending(S.DONE, Result.UNLINKED), here.ports) is None
    assert here.book.notices == []


def running(state: State = S.RUNNING, xid: str | None = "7001") -> Request:
    return request(state, attempt=ATTEMPT, xid=xid)


async def settle(before: Request, **service: Any) -> Memory:
    here = memory(before, **service)
    assert await settle_next(here.ports)
    return here


SOON, LATER, MUCH_LATER = NOW + timedelta(seconds=2), NOW + timedelta(seconds=15), NOW + timedelta(hours=1)
T = TransactionStatus


@pytest.mark.parametrize("state", [S.RUNNING, S.UNKNOWN])
@pytest.mark.parametrize(
    ("status", "ending"),
    [(T.COMMITTED, (S.DONE, Result.UNLINKED)), (T.ABORTED, (S.FAILED, Result.NOT_COMMITTED))],
)
async def test_the_service_database_says_how_it_ended(
    state: State, status: TransactionStatus, ending: tuple[State, Result]
) -> None:
    here = await settle(running(state), status=status)
    assert ended(here) == ending
    assert [notice.state for notice in here.book.notices] == [ending[0]]
    assert here.service.unlinked == []


async def test_one_that_never_reached_the_fence_has_failed() -> None:
    here = await settle(running(xid=None), fails_at="transaction_status")
    assert ended(here) == (S.FAILED, Result.NOT_COMMITTED)


@pytest.mark.parametrize("state", [S.RUNNING, S.UNKNOWN])
async def test_one_that_is_still_in_progress_is_looked_at_again_soon(state: State) -> None:
    here = await settle(running(state), status=T.IN_PROGRESS)
    assert (here.state, here.book.looks) == (state, [SOON])


@pytest.mark.parametrize("state", [S.RUNNING, S.UNKNOWN])
async def test_while_it_cannot_be_asked_nobody_is_told_an_end(state: State) -> None:
    here = await settle(running(state), fails_at="transaction_status")
    assert (here.state, here.book.looks, here.book.notices) == (S.UNKNOWN, [LATER], [])


@pytest.mark.parametrize("state", [S.RUNNING, S.UNKNOWN])
async def test_what_is_too_old_to_tell_waits_for_a_person_and_is_asked_now_and_then(state: State) -> None:
    here = await settle(running(state), status=T.TOO_OLD_TO_TELL)
    assert ended(here) == (S.UNKNOWN, Result.TOO_OLD_TO_TELL)
    assert here.book.looks == [MUCH_LATER]
    assert [notice.kind for notice in here.book.notices] == [NoticeKind.DEVELOPER_NEEDED]


async def test_what_is_unknown_for_the_same_reason_as_before_gets_no_new_card() -> None:
    before = replace(running(S.UNKNOWN), result=Result.COULD_NOT_ASK)
    here = await settle(before, fails_at="transaction_status")
    assert here.book.request == before
    assert here.book.entries == []


async def test_one_that_was_settled_by_another_is_left_alone() -> None:
    here = memory(running(), fails_at="transaction_status")
    here.book.overtaken = True
    assert await settle_next(here.ports)
    assert (here.state, here.book.notices) == (S.RUNNING, [])


async def test_when_nothing_is_late_there_is_nothing_to_settle() -> None:
    assert not await settle_next(memory(request(S.DONE)).ports)
