"""Finding out, by looking and never by running again, what became of an attempt that did not report back."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from handlers.acting import Ending
from handlers.errors import ServiceDatabaseUnavailable
from handlers.execute import done_result, finish
from handlers.model import Request
from handlers.ports import Ports
from handlers.service import TransactionStatus
from handlers.states import State
from handlers.terms import Result

LOOK_AGAIN_SOON = timedelta(seconds=2)
LOOK_AGAIN: dict[Result | None, timedelta] = {
    Result.COULD_NOT_ASK: timedelta(seconds=15),
    Result.TOO_OLD_TO_TELL: timedelta(hours=1),
}


async def settle_next(ports: Ports) -> bool:
    """Settle one running or unknown request whose worker is overdue; False when there is none."""
    request = await ports.book.to_settle(ports.clock())
    if request is None:
        return False
    ending = await _look(request, ports)
    if ending is not None and (ending.state, ending.result) != (request.state, request.result):
        await finish(request, ending, ports)
    result = ending.result if ending else None
    await ports.book.settle_at(request.id, ports.clock() + LOOK_AGAIN.get(result, LOOK_AGAIN_SOON))
    return True


async def _look(request: Request, ports: Ports) -> Ending | None:
    """Where the request ends; UNKNOWN when that cannot be said now, None while the transaction is still open."""
    if request.xid is None:
        return Ending(State.FAILED, Result.NOT_COMMITTED)
    try:
        status = await ports.service.transaction_status(request.xid)
    except ServiceDatabaseUnavailable:
        return Ending(State.UNKNOWN, Result.COULD_NOT_ASK)
    match status:
        case TransactionStatus.COMMITTED:
            return Ending(State.DONE, done_result(request))
        case TransactionStatus.ABORTED:
            return Ending(State.FAILED, Result.NOT_COMMITTED)
        case TransactionStatus.IN_PROGRESS:
            return None
        case TransactionStatus.TOO_OLD_TO_TELL:
            return Ending(State.UNKNOWN, Result.TOO_OLD_TO_TELL)
        case _:
            assert_never(status)
