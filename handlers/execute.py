"""The one action of an approved request: running, lock, look again, act, fence, commit, settled.

Whatever happens here, a request leaves `running` only by the fence's rules (DESIGN.md, "The fence"): before the
transaction id is stored nothing can have been committed; after it only the service database knows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from handlers import erase, undo, unlinking
from handlers.acting import Acted, Ending
from handlers.errors import ServiceDatabaseUnavailable
from handlers.model import Request
from handlers.notices import developer_needed, outcome
from handlers.ports import Entry, Ports
from handlers.service import Acting
from handlers.states import State
from handlers.terms import Kind, Result

Act = Callable[[Acting, Request, Ports], Awaitable[Acted | Ending]]
ACTS: Mapping[Kind, Act] = {
    Kind.UNLINK_ONE_LOGIN: unlinking.act,
    Kind.UNDO_UNLINK: undo.act,
    Kind.DELETE_JOBSEEKER: erase.act,
}


def done_result(request: Request) -> Result:
    """What a committed attempt at this request's action did."""
    match request.kind:
        case Kind.DELETE_JOBSEEKER:
            return erase.done_result(request)
        case Kind.UNDO_UNLINK:
            return Result.UNDONE
        case _:
            return Result.UNLINKED


def came_to(request: Request) -> Result | None:
    """The result in effect: what a developer saw done was done."""
    return done_result(request) if request.result is Result.SEEN_DONE else request.result


async def run_next(attempt: UUID, ports: Ports) -> bool:
    """Run one approved request under this attempt's id; False when none waits."""
    request = await ports.book.next_approved(attempt, ports.clock())
    if request is None:
        return False
    fenced = False
    try:
        async with ports.service.acting(request.id) as acting:
            decided = await ACTS[request.kind](acting, request, ports)
            if isinstance(decided, Acted):
                xid = await acting.transaction_id()
                fenced = await ports.book.fence(request.id, attempt, xid, decided.undo, ports.clock())
                if not fenced:
                    return True  # settled as failed, now or soon; leaving rolls back what was done here
                request = replace(request, xid=xid)
                await acting.commit()
                decided = Ending(State.DONE, done_result(request))
    except ServiceDatabaseUnavailable:
        if fenced:
            await ports.book.settle_at(request.id, ports.clock())
            return True
        decided = Ending(State.FAILED, Result.COULD_NOT_REACH)
    await finish(request, decided, ports)
    return True


async def finish(request: Request, ending: Ending, ports: Ports) -> Request | None:
    """Move a running or unknown request to its end, with the notice to those who asked."""
    now = ports.clock()
    entry = Entry(action="settled", actor="bot", code=ending.result, digest=request.digest)
    changes: dict[str, Any] = {"result": ending.result}
    if ending.evidence is not None:
        changes["evidence"] = ending.evidence
    async with ports.book.turn() as turn:
        moved = await turn.move(request, ending.state, entry, now, changes)
        if moved is not None and moved.state is not State.UNKNOWN:
            await turn.notify(outcome(moved), now)
        elif moved is not None and moved.result is Result.TOO_OLD_TO_TELL:
            await turn.notify(developer_needed(moved), now)
    return moved
