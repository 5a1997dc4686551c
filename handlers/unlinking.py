"""The action of an unlink: under the lock, exactly what was approved, or the reason why nothing is done."""

from __future__ import annotations

from handlers.acting import Acted, Ending
from handlers.model import Request
from handlers.ports import Ports
from handlers.service import Acting
from handlers.states import State
from handlers.terms import Result, Verdict
from handlers.unlink import assess, digest


async def act(acting: Acting, request: Request, ports: Ports) -> Acted | Ending:
    shown = request.evidence
    if shown is None or shown.account is None or shown.digest is None:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    second_id = shown.second.id if shown.second else None
    accounts = await acting.lock(shown.account.id, second_id, request.details.current_email)
    if not accounts.subjects:
        return Ending(State.FAILED, Result.ACCOUNT_GONE)
    subject = accounts.subjects[0]
    now = assess(request.details, accounts, ports.clock(), ports.digest_key)
    if now.verdict is Verdict.NOT_LINKED:
        return Ending(State.NOTHING_TO_DO, Result.NOT_LINKED)
    if now.verdict is Verdict.SIGN_IN_WOULD_FAIL:
        return Ending(State.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL)
    others = [row for row in accounts.seconds if row.id != subject.id]
    current = digest(subject, others[0] if others else None, ports.digest_key)
    if now.verdict is not Verdict.CAN_UNLINK or current != shown.digest:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    if await acting.unlink(subject.id) != 1:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    return Acted(undo=subject.one_login_id)
