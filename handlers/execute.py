"""The one action of an approved request: running, lock, look again, act, fence, commit, settled.

Whatever happens here, a request leaves `running` only by the fence's rules (DESIGN.md, "The fence"): before the
transaction id is stored nothing can have been committed; after it only the service database knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from handlers.errors import ServiceDatabaseUnavailable
from handlers.model import Request, Result, Verdict
from handlers.notices import developer_needed, outcome
from handlers.ports import Acting, Entry, Ports
from handlers.states import State
from handlers.unlink import Jobseeker, assess, digest

Ending = tuple[State, Result]


async def run_next(attempt: UUID, ports: Ports) -> bool:
    """Run one approved request under this attempt's id; False when none waits."""
    request = await ports.book.next_approved(attempt, ports.clock())
    if request is None:
        return False
    fenced = False
    try:
        async with ports.service.acting(request.id) as acting:
            decided = await _check_and_act(acting, request, ports)
            if isinstance(decided, Jobseeker):
                xid = await acting.transaction_id()
                fenced = await ports.book.fence(request.id, attempt, xid, decided.one_login_id)
                if not fenced:
                    return True  # settled meanwhile as failed; leaving rolls back what was done here
                request = replace(request, xid=xid)
                await acting.commit()
                decided = (State.DONE, Result.UNLINKED)
    except ServiceDatabaseUnavailable:
        if fenced:
            await ports.book.settle_at(request.id, ports.clock())
            return True
        decided = (State.FAILED, Result.COULD_NOT_REACH)
    await finish(request, decided, ports)
    return True


async def _check_and_act(acting: Acting, request: Request, ports: Ports) -> Jobseeker | Ending:
    """Under the lock: act and return the row as it was, or return why nothing is done."""
    shown = request.evidence
    if shown is None or shown.account is None or shown.digest is None:
        return State.FAILED, Result.CHANGED_SINCE_SHOWN
    second_id = shown.second.id if shown.second else None
    accounts = await acting.lock(shown.account.id, second_id, request.details.current_email)
    if not accounts.subjects:
        return State.FAILED, Result.ACCOUNT_GONE
    subject = accounts.subjects[0]
    now = assess(request.details, accounts, ports.clock(), ports.digest_key)
    if now.verdict is Verdict.NOT_LINKED:
        return State.NOTHING_TO_DO, Result.NOT_LINKED
    if now.verdict is Verdict.SIGN_IN_WOULD_FAIL:
        return State.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL
    others = [row for row in accounts.seconds if row.id != subject.id]
    current = digest(subject, others[0] if others else None, ports.digest_key)
    if now.verdict is not Verdict.CAN_UNLINK or current != shown.digest:
        return State.FAILED, Result.CHANGED_SINCE_SHOWN
    if await acting.unlink(subject.id) != 1:
        return State.FAILED, Result.CHANGED_SINCE_SHOWN
    return subject


async def finish(request: Request, ending: Ending, ports: Ports) -> Request | None:
    """Move a running or unknown request to its end, with the notice to those who asked."""
    state, result = ending
    now = ports.clock()
    entry = Entry(action="settled", actor="bot", code=result, digest=request.digest)
    changes: Mapping[str, Any] = {"result": result}
    async with ports.book.turn() as turn:
        moved = await turn.move(request, state, entry, now, changes)
        if moved is not None and moved.state is not State.UNKNOWN:
            await turn.notify(outcome(moved), now)
        elif moved is not None and moved.result is Result.TOO_OLD_TO_TELL:
            await turn.notify(developer_needed(moved), now)
    return moved
