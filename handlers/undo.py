"""Undoing an unlink: putting back exactly the old One Login id, for 14 days, when nobody else has it now."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from handlers.acting import Acted, Ending
from handlers.model import Evidence, Request
from handlers.ports import Ports
from handlers.service import Acting
from handlers.states import State
from handlers.terms import Kind, Result, Verdict
from handlers.unlink import TAIL, LoginFound, digest, shown

_ENDINGS = {
    Verdict.GONE: Ending(State.FAILED, Result.ACCOUNT_GONE),
    Verdict.LINKED_AGAIN: Ending(State.NOTHING_TO_DO, Result.LINKED_AGAIN),
    Verdict.OLD_LOGIN_TAKEN: Ending(State.FAILED, Result.OLD_LOGIN_TAKEN),
    Verdict.UNLINKED_LATER: Ending(State.NOTHING_TO_DO, Result.UNLINKED_LATER),
}


async def look_up(follows: UUID, ports: Ports) -> Evidence:
    """What undoing the unlink that this request follows would meet now. Raises ServiceDatabaseUnavailable."""
    unlinked = await _unlinked(follows, ports)
    account = unlinked.evidence.account if unlinked and unlinked.evidence else None
    old_id = await ports.book.kept_login(unlinked.id) if unlinked else None
    if unlinked is None or old_id is None or account is None:
        return Evidence(ports.clock(), Verdict.GONE)
    later = await ports.book.unlinked_again(account.id, unlinked.state_since)
    return _assess(await ports.service.look_up_login(account.id, old_id), old_id, ports, later=later)


async def act(acting: Acting, request: Request, ports: Ports) -> Acted | Ending:
    """Under the lock: link the account again, or say why nothing is done."""
    approved = request.evidence
    unlinked = await _unlinked(request.again_of, ports) if request.again_of else None
    old_id = await ports.book.kept_login(unlinked.id) if unlinked else None
    if approved is None or approved.account is None or approved.digest is None or not (unlinked and old_id):
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    found = await acting.lock_login(approved.account.id, old_id)
    later = await ports.book.unlinked_again(approved.account.id, unlinked.state_since)
    now = _assess(found, old_id, ports, later=later)
    if now.verdict in _ENDINGS:
        return _ENDINGS[now.verdict]
    if now.digest != approved.digest or await acting.link(approved.account.id, old_id) != 1:
        return Ending(State.FAILED, Result.CHANGED_SINCE_SHOWN)
    return Acted()


async def _unlinked(follows: UUID, ports: Ports) -> Request | None:
    """The unlink at the beginning: an undo that came to nothing may have been asked for again."""
    found = await ports.book.find(follows)
    while found is not None and found.kind is Kind.UNDO_UNLINK and found.again_of is not None:
        found = await ports.book.find(found.again_of)
    return found


def _assess(found: LoginFound, old_id: str, ports: Ports, *, later: bool) -> Evidence:
    """`later`: the account was unlinked once more since; putting back the older id would let somebody else in."""
    now = ports.clock()
    if found.account is None:
        return Evidence(now, Verdict.GONE)
    account = shown(found.account)
    if found.account.linked:
        return Evidence(now, Verdict.LINKED_AGAIN, account=account)
    if found.login_taken:
        return Evidence(now, Verdict.OLD_LOGIN_TAKEN, account=account)
    if later:
        return Evidence(now, Verdict.UNLINKED_LATER, account=account)
    back = replace(found.account, one_login_id=old_id)
    account = replace(account, login_tail=old_id[-TAIL:])
    return Evidence(now, Verdict.CAN_UNDO, account=account, digest=digest(back, None, ports.digest_key))
