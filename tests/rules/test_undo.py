"""Undoing an unlink by the rules: exactly the old One Login id, on exactly that account, and only while it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from handlers.errors import ServiceDatabaseUnavailable
from handlers.execute import run_next
from handlers.model import Details, Evidence, Request
from handlers.notices import NoticeKind
from handlers.service import TransactionStatus
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Kind, Result, Verdict
from handlers.triage import look_up
from handlers.undo import look_up as look_up_undo
from handlers.unlink import LoginFound, digest, shown
from tests.rules.given import EMAIL, KEY, NOW, OLD_ID, jobseeker, request
from tests.rules.memory import Memory, MemoryService
from tests.rules.memory_book import MemoryBook

V, S, R = Verdict, State, Result
UNLINKED = jobseeker(one_login_id=None)
FREE = LoginFound(UNLINKED, False)
DONE = request(S.DONE, result=R.UNLINKED, undoable=True)


@dataclass
class Shelf(MemoryBook):
    """A bot database with the requests that came before, of which one keeps the old id."""

    earlier: dict[UUID, Request] = field(default_factory=lambda: {DONE.id: DONE})
    keeps: dict[UUID, str] = field(default_factory=lambda: {DONE.id: OLD_ID})

    async def find(self, request_id: UUID) -> Request | None:
        return self.earlier.get(request_id) or await super().find(request_id)

    async def kept_login(self, request_id: UUID) -> str | None:
        return self.keeps.get(request_id)


def can_undo() -> Evidence:
    return Evidence(
        NOW, V.CAN_UNDO, account=replace(shown(UNLINKED), login_tail=OLD_ID[-4:]), digest=digest(jobseeker(), None, KEY)
    )


def undo(state: State = S.APPROVED, **changes: object) -> Request:
    usual = request(state, id=UUID(int=2), kind=Kind.UNDO_UNLINK, evidence=can_undo(), again_of=DONE.id)
    return replace(usual, **changes)  # type: ignore[arg-type]


def here_with(before: Request | None = None, book: dict[str, object] | None = None, **service: object) -> Memory:
    shelf = Shelf(before or undo(), **(book or {}))  # type: ignore[arg-type]
    return Memory(shelf, MemoryService(**service))  # type: ignore[arg-type]


FOUND = {
    "it can be put back": (FREE, V.CAN_UNDO),
    "blanks are no link": (LoginFound(jobseeker(one_login_id=" "), False), V.CAN_UNDO),
    "the account is gone": (LoginFound(None, False), V.GONE),
    "the person signed in again": (LoginFound(jobseeker(one_login_id="urn:new"), False), V.LINKED_AGAIN),
    "with the old One Login": (LoginFound(jobseeker(), True), V.LINKED_AGAIN),
    "another account has the old One Login": (LoginFound(UNLINKED, True), V.OLD_LOGIN_TAKEN),
}


@pytest.mark.parametrize(("found", "verdict"), FOUND.values(), ids=FOUND.keys())
async def test_what_an_undo_would_meet(found: LoginFound, verdict: Verdict) -> None:
    evidence = await look_up_undo(DONE.id, here_with(login=found).ports)
    assert evidence.verdict is verdict
    assert (evidence.digest is not None) == (verdict is V.CAN_UNDO)


@pytest.mark.parametrize(
    "book",
    [{"keeps": {}}, {"earlier": {}}, {"earlier": {DONE.id: replace(DONE, evidence=None)}}],
    ids=["forgotten or sealed otherwise", "no such unlink", "nothing known of the account"],
)
async def test_without_the_old_id_and_its_account_there_is_nothing_to_undo(book: dict[str, object]) -> None:
    here = here_with(book=book, fails_at="look_up_login")
    assert (await look_up_undo(DONE.id, here.ports)).verdict is V.GONE


async def test_an_undo_that_is_asked_for_again_goes_back_to_the_unlink_at_the_beginning() -> None:
    first, second = undo(S.REJECTED, id=UUID(int=5)), undo(S.EXPIRED, id=UUID(int=6), again_of=UUID(int=5))
    earlier = {each.id: each for each in (DONE, first, second)}
    third = undo(id=UUID(int=7), again_of=second.id)
    here = here_with(third, {"earlier": earlier})
    assert (await look_up_undo(second.id, here.ports)).verdict is V.CAN_UNDO
    assert await run_next(UUID(int=9), here.ports)
    assert here.service.linked == [(UNLINKED.id, OLD_ID)]


async def test_an_undo_that_follows_nothing_finds_nothing() -> None:
    astray = undo(S.REJECTED, id=UUID(int=5), again_of=None)
    here = here_with(book={"earlier": {astray.id: astray}})
    assert (await look_up_undo(astray.id, here.ports)).verdict is V.GONE
    assert await look_up(Kind.UNDO_UNLINK, Details(EMAIL), here.ports, None) is None


async def test_a_database_that_does_not_answer_is_no_evidence() -> None:
    here = here_with(fails_at="look_up_login")
    with pytest.raises(ServiceDatabaseUnavailable):
        await look_up_undo(DONE.id, here.ports)
    dark = await look_up(Kind.UNDO_UNLINK, Details(EMAIL), here.ports, DONE.id)
    assert dark is not None and dark.verdict is V.COULD_NOT_LOOK


def ended(here: Memory) -> tuple[State, Result | None]:
    assert here.book.request is not None
    return here.state, here.book.request.result


async def test_what_was_approved_is_put_back_once_and_told() -> None:
    here = here_with(login=FREE)
    assert await run_next(UUID(int=9), here.ports)
    assert ended(here) == (S.DONE, R.UNDONE)
    assert here.service.linked == [(UNLINKED.id, OLD_ID)]
    assert here.book.fences == [("7001", None)]
    assert [(notice.kind, notice.state) for notice in here.book.notices] == [(NoticeKind.OUTCOME, S.DONE)]


ENDINGS = {
    "the account is gone": (LoginFound(None, False), (S.FAILED, R.ACCOUNT_GONE)),
    "the person signed in again": (LoginFound(jobseeker(), True), (S.NOTHING_TO_DO, R.LINKED_AGAIN)),
    "another account has the old One Login": (LoginFound(UNLINKED, True), (S.FAILED, R.OLD_LOGIN_TAKEN)),
    "the address changed": (
        LoginFound(jobseeker(one_login_id=None, email="x@example.com"), False),
        (S.FAILED, R.CHANGED_SINCE_SHOWN),
    ),
    "it was closed": (
        LoginFound(jobseeker(one_login_id=None, closed_on=NOW.date()), False),
        (S.FAILED, R.CHANGED_SINCE_SHOWN),
    ),
}


@pytest.mark.parametrize(("found", "ending"), ENDINGS.values(), ids=ENDINGS.keys())
async def test_what_changed_since_it_was_shown_stops_it_under_the_lock(
    found: LoginFound, ending: tuple[State, Result]
) -> None:
    here = here_with(login=found)
    assert await run_next(UUID(int=9), here.ports)
    assert ended(here) == ending
    assert (here.service.linked, here.service.commits, here.book.fences) == ([], 0, [])


@pytest.mark.parametrize(
    ("before", "book"),
    [
        (undo(), {"keeps": {}}),
        (undo(again_of=None), {}),
        (undo(evidence=None), {}),
        (undo(evidence=Evidence(NOW, V.GONE)), {}),
        (undo(evidence=replace(can_undo(), digest=None)), {}),
    ],
    ids=["forgotten meanwhile", "it follows nothing", "nothing shown", "no account shown", "nothing to approve"],
)
async def test_without_what_it_rests_on_nothing_runs(before: Request, book: dict[str, object]) -> None:
    here = here_with(before, book)
    assert await run_next(UUID(int=9), here.ports)
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert here.service.linked == []


async def test_an_id_that_somebody_takes_at_the_last_moment_is_not_put_back() -> None:
    here = here_with(rows_changed=0)
    assert await run_next(UUID(int=9), here.ports)
    assert ended(here) == (S.FAILED, R.CHANGED_SINCE_SHOWN)
    assert here.service.commits == 0


async def test_a_commit_whose_reply_was_lost_is_an_undo_too() -> None:
    here = here_with(undo(S.RUNNING, xid="7001"), status=TransactionStatus.COMMITTED)
    assert await settle_next(here.ports)
    assert ended(here) == (S.DONE, R.UNDONE)


async def test_the_id_that_is_put_back_is_shown_and_is_what_the_digest_covers() -> None:
    here = Memory(Shelf(DONE), MemoryService(login=FREE))
    evidence = await look_up_undo(DONE.id, here.ports)
    assert evidence.account and evidence.account.login_tail == OLD_ID[-4:]
    other = Memory(Shelf(DONE, keeps={DONE.id: "urn:fdc:gov.uk:2022:another"}), MemoryService(login=FREE))
    assert (await look_up_undo(DONE.id, other.ports)).digest != evidence.digest


async def test_an_account_that_was_unlinked_once_more_does_not_get_the_older_id_back() -> None:
    here = Memory(Shelf(DONE, unlinked_later=True), MemoryService(login=FREE))
    evidence = await look_up_undo(DONE.id, here.ports)
    assert (evidence.verdict, evidence.digest) == (V.UNLINKED_LATER, None)
    asked = undo()
    here = Memory(Shelf(asked, unlinked_later=True), MemoryService(login=FREE))
    await run_next(UUID(int=9), here.ports)
    assert here.service.linked == []
    assert here.state is S.NOTHING_TO_DO
