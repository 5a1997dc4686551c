"""Looking up what a request is about, and where that leaves it before anybody decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from handlers import access, erase, undo
from handlers.errors import ServiceDatabaseUnavailable
from handlers.model import Details, Evidence
from handlers.ports import Ports
from handlers.states import State
from handlers.terms import Kind, Result, Verdict
from handlers.unlink import assess

LEADS_TO: Mapping[Verdict, tuple[State, Result | None]] = {
    Verdict.NOT_LINKED: (State.NOTHING_TO_DO, Result.NOT_LINKED),
    Verdict.SIGN_IN_WOULD_FAIL: (State.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL),
    Verdict.HAS_APPLICATIONS: (State.REFERRED_BACK, Result.HAS_APPLICATIONS),
    Verdict.LINKED_AGAIN: (State.NOTHING_TO_DO, Result.LINKED_AGAIN),
    Verdict.UNLINKED_LATER: (State.NOTHING_TO_DO, Result.UNLINKED_LATER),
    Verdict.GONE: (State.NOTHING_TO_DO, Result.ACCOUNT_GONE),
}


async def look_up(kind: Kind, details: Details, ports: Ports, follows: UUID | None = None) -> Evidence | None:
    """Look up what the request is about; `follows` is the request that it asks again or undoes.

    None without anything to look for; a verdict of COULD_NOT_LOOK when the service database cannot be asked.
    """
    try:
        return await LOOK_UPS[kind](details, ports, follows)
    except ServiceDatabaseUnavailable:
        return Evidence(ports.clock(), Verdict.COULD_NOT_LOOK)


async def _unlink(details: Details, ports: Ports, follows: UUID | None) -> Evidence | None:
    if details.subject is None:
        return None
    now = ports.clock()
    accounts = await ports.service.look_up(details.subject, details.current_email)
    return assess(details, accounts, now, ports.digest_key)


async def _undo(details: Details, ports: Ports, follows: UUID | None) -> Evidence | None:
    return await undo.look_up(follows, ports) if follows and details.subject else None


async def _erase(details: Details, ports: Ports, follows: UUID | None) -> Evidence | None:
    return await erase.look_up(details, details.subject, ports) if details.subject else None


async def _access(details: Details, ports: Ports, follows: UUID | None) -> Evidence | None:
    return await access.look_up(details, ports)


async def _nothing(details: Details, ports: Ports, follows: UUID | None) -> Evidence | None:
    return None


LOOK_UPS: Mapping[Kind, Callable[[Details, Ports, UUID | None], Awaitable[Evidence | None]]] = {
    Kind.UNLINK_ONE_LOGIN: _unlink,
    Kind.UNDO_UNLINK: _undo,
    Kind.DELETE_JOBSEEKER: _erase,
    Kind.PUBLISHER_ACCESS: _access,
    Kind.DEVELOPER_HELP: _nothing,
    Kind.UNDECIDED: _nothing,
}


def where_it_leads(evidence: Evidence | None) -> tuple[State, Result | None]:
    """The state that the evidence alone decides: most wait in triage for a person."""
    return LEADS_TO.get(evidence.verdict, (State.TRIAGE, None)) if evidence else (State.TRIAGE, None)
