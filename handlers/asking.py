"""The buttons of triage: asking a developer, and looking again with what the form says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.access import may_be_ours
from handlers.answers import Say
from handlers.approvals import needed
from handlers.diagnosis import Advice
from handlers.form import IDENTITY_CHECKS, merge, same_address, same_subject
from handlers.model import Details, Evidence, Person, Request
from handlers.notices import approval_needed, developer_needed
from handlers.ports import Ports
from handlers.states import State
from handlers.steps import Inputs, Planned, Step
from handlers.terms import APPROVABLE, Kind, Result, Verdict
from handlers.triage import look_up, where_it_leads

BY_HAND: Mapping[Verdict, Result] = {
    Verdict.BY_HAND: Result.NEEDS_HANDS,
    Verdict.SCHEMA_DRIFTED: Result.SCHEMA_DRIFTED,
}


async def ask_developer(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """To approval, or to a developer's hands; back to triage when what was shown is not what is asked."""
    details = merge(request, inputs)
    if isinstance(details, Say):
        return details
    if request.kind is Kind.DEVELOPER_HELP:
        changes: dict[str, Any] = {"details": details}
        return Step(State.WITH_DEVELOPER, changes, notice=developer_needed, joins=True) if details.text else Say.NO_TEXT
    if not same_subject(details, request.details):
        return await looked(request, details, ports, Say.LOOKED_AGAIN)
    if request.kind is Kind.UNDECIDED:
        return Say.CHOOSE_A_KIND  # its card has no such button
    if request.kind is Kind.PUBLISHER_ACCESS:
        return _hand_over(request, details)
    evidence = request.evidence
    if details.options != request.details.options:
        evidence = await look_up(request.kind, details, ports, request.again_of)
        if not _shows_the_same(evidence, request.evidence):
            return as_looked(evidence, details, Say.LOOKED_AGAIN)
    missing = _missing(request, details, evidence, inputs)
    if missing is not None:
        return missing
    changes = {"details": details, "evidence": evidence}
    if evidence is not None and evidence.verdict in BY_HAND:
        changes["result"] = BY_HAND[evidence.verdict]
        return Step(State.WITH_DEVELOPER, changes, BY_HAND[evidence.verdict], developer_needed, joins=True)
    number, because = await needed(request.kind, ports)
    changes |= {"approvals_needed": number, "needs_because": because}
    return Step(State.AWAITING_APPROVAL, changes, notice=approval_needed, joins=True)


def _hand_over(request: Request, details: Details) -> Step | Say:
    """A failed sign-in goes to a developer only when Teaching Vacancies' own data is wrong, or may be."""
    access = request.evidence.access if request.evidence else None
    if access is None or not may_be_ours(access):
        return Say.NOT_FOR_A_DEVELOPER
    wrong = access.diagnosis.advice is Advice.ASK_A_DEVELOPER
    result = Result.DATA_IS_WRONG if wrong else Result.SIGN_IN_NEEDS_HANDS
    return Step(State.WITH_DEVELOPER, {"details": details, "result": result}, result, developer_needed, joins=True)


def _missing(request: Request, details: Details, evidence: Evidence | None, inputs: Inputs) -> Say | None:
    """What has to be said before a developer is asked; None when nothing is missing."""
    if details.identity_check not in IDENTITY_CHECKS:
        return Say.IDENTITY_REQUIRED
    if details.identity_check == "other" and not details.identity_note:
        return Say.IDENTITY_NOTE_REQUIRED
    verdict = evidence.verdict if evidence else None
    if verdict not in (*APPROVABLE, *BY_HAND) or details.subject is None:
        return Say.NOTHING_TO_ASK
    if verdict is Verdict.ONLY_ALERTS and not details.stop_alerts:
        return Say.TICK_ALERTS
    if request.kind is Kind.DELETE_JOBSEEKER:
        again = inputs.get("confirm_email", "").strip()
        if not again:
            return Say.TYPE_ADDRESS_AGAIN
        if not same_address(details.subject, again):
            return Say.ADDRESSES_DIFFER
    return None


def _shows_the_same(one: Evidence | None, other: Evidence | None) -> bool:
    """Whether two looks show the same to people; the digests differ when other options are ticked."""
    shown = [(each.verdict, each.findings, each.account, each.erasure) if each else None for each in (one, other)]
    return shown[0] == shown[1]


async def change_details(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Look again with what the form says; a request that waits for approval goes back to triage first."""
    if request.state is State.AWAITING_APPROVAL:
        return Step(State.TRIAGE, joins=True)
    details = merge(request, inputs)
    if isinstance(details, Say):
        return details
    if request.kind is Kind.UNDECIDED:
        return await _decided(request, Kind(inputs["kind"]), details, ports)
    return await looked(request, details, ports)


async def _decided(request: Request, kind: Kind, details: Details, ports: Ports) -> Step:
    """Somebody has said what it is: from now on it is a request of that kind, looked up as such."""
    evidence = await look_up(kind, details, ports)
    step = as_looked(evidence, details, None)
    return replace(step, changes={**step.changes, "kind": kind}, code=kind)


async def try_again(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Look up again what could not be looked up."""
    details = merge(request, inputs)
    return details if isinstance(details, Say) else await looked(request, details, ports)


async def looked(request: Request, details: Details, ports: Ports, say: Say | None = None) -> Step:
    return as_looked(await look_up(request.kind, details, ports, request.again_of), details, say)


def as_looked(evidence: Evidence | None, details: Details, say: Say | None) -> Step:
    to, result = where_it_leads(evidence)
    changes = {"details": details, "evidence": evidence, "result": result}
    still_dark = evidence is not None and evidence.verdict is Verdict.COULD_NOT_LOOK
    return Step(to, changes, _code(evidence), joins=True, say=Say.STILL_CANNOT_LOOK if still_dark else say)


def _code(evidence: Evidence | None) -> str | None:
    return evidence.verdict if evidence else None
