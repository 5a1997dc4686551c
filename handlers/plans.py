"""What each button leads to, as one table; the approvals have a module of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.answers import Say
from handlers.approvals import approve, confirm_deletion, needed
from handlers.model import Details, Evidence, Kind, Look, Person, Request, Result, Verdict
from handlers.notices import approval_needed, developer_needed, outcome
from handlers.ports import Ports
from handlers.roles import Verb
from handlers.states import LOOK_LASTS, State
from handlers.steps import Again, Inputs, Looking, Plan, Planned, Step
from handlers.triage import IDENTITY_CHECKS, LONGEST_INPUT, look_up, merge, same_subject, where_it_leads

SIGHTINGS = {"made": (State.DONE, Result.SEEN_DONE), "not_made": (State.FAILED, Result.SEEN_NOT_DONE)}
DECISIONS = ("answered", "by_hand", "other")


async def ask_developer(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """To approval, or to a developer's hands; back to triage when what was shown is not what is asked."""
    details = merge(request, inputs)
    if isinstance(details, Say):
        return details
    if request.kind is Kind.DEVELOPER_HELP:
        changes: dict[str, Any] = {"details": details}
        return Step(State.WITH_DEVELOPER, changes, notice=developer_needed, joins=True) if details.text else Say.NO_TEXT
    if not same_subject(details, request.details):
        return await _looked(request, details, ports, Say.LOOKED_AGAIN)
    if details.identity_check not in IDENTITY_CHECKS:
        return Say.IDENTITY_REQUIRED
    if details.identity_check == "other" and not details.identity_note:
        return Say.IDENTITY_NOTE_REQUIRED
    verdict = request.evidence.verdict if request.evidence else None
    if verdict is Verdict.CAN_UNLINK:
        number, because = await needed(request.kind, ports)
        changes = {"details": details, "approvals_needed": number, "needs_because": because}
        return Step(State.AWAITING_APPROVAL, changes, notice=approval_needed, joins=True)
    if verdict is Verdict.BY_HAND:
        changes = {"details": details, "result": Result.NEEDS_HANDS}
        return Step(State.WITH_DEVELOPER, changes, Result.NEEDS_HANDS, developer_needed, joins=True)
    return Say.NOTHING_TO_ASK


async def change_details(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Look again with what the form says; a request that waits for approval goes back to triage first."""
    if request.state is State.AWAITING_APPROVAL:
        return Step(State.TRIAGE, joins=True)
    details = merge(request, inputs)
    return details if isinstance(details, Say) else await _looked(request, details, ports)


async def try_again(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Look up again what could not be looked up."""
    details = merge(request, inputs)
    return details if isinstance(details, Say) else await _looked(request, details, ports)


async def im_looking(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Tells the others that somebody is at it; it binds nobody and lapses by itself."""
    other = request.looked_at_by(ports.clock())
    if other is not None and other.object_id != person.object_id:
        return Say.SOMEBODY_LOOKS
    return Looking(Look(person, ports.clock() + LOOK_LASTS))


async def reject(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    reason = _typed(inputs, "reason")
    if isinstance(reason, Say):
        return reason
    if not reason:
        return Say.REASON_REQUIRED
    return Step(State.REJECTED, {"note": reason, "decided_by": person}, notice=outcome)


async def cancel(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    # Why it went where it was says nothing about a request that is cancelled.
    return Step(State.CANCELLED, {"decided_by": person, "result": None})


async def resolved_by_ba(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    return Step(State.RESOLVED_BY_BA, {"decided_by": person}, joins=True)


async def refer_back(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    changes = {"result": Result.REFERRED_BY_PERSON, "decided_by": person}
    return Step(State.REFERRED_BACK, changes, Result.REFERRED_BY_PERSON, joins=True)


async def record_decision(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Close what came back with what was decided, or hand it to a developer."""
    decision, note = inputs.get("decision", ""), _typed(inputs, "note")
    if isinstance(note, Say):
        return note
    if decision not in DECISIONS:
        return Say.DECISION_REQUIRED
    if decision == "other" and not note:
        return Say.NOTE_REQUIRED
    changes = {"note": note or None, "decided_by": person}
    if decision == "by_hand":
        return Step(State.WITH_DEVELOPER, changes, decision, developer_needed, joins=True)
    return Step(State.CLOSED, changes, decision, joins=True)


async def close(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Close what came back when there is nothing to decide: the words are kept if there are any."""
    note = _typed(inputs, "note")
    if isinstance(note, Say):
        return note
    return Step(State.CLOSED, {"note": note or None, "decided_by": person}, "closed", joins=True)


async def mark_done(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    note = _typed(inputs, "note")
    if isinstance(note, Say):
        return note
    if not note:
        return Say.NOTE_REQUIRED
    if request.state is State.UNKNOWN:
        return _seen(request, person, inputs, note)
    changes = {"note": note, "result": Result.DONE_BY_HAND, "decided_by": person}
    return Step(State.DONE, changes, Result.DONE_BY_HAND, outcome)


def _seen(request: Request, person: Person, inputs: Inputs, note: str) -> Step | Say:
    """What a developer saw in the service database, once that cannot tell us any more."""
    seen = inputs.get("decision", "")
    if request.result is not Result.TOO_OLD_TO_TELL:
        return Say.STILL_ASKING
    if seen not in SIGHTINGS:
        return Say.DECISION_REQUIRED
    state, result = SIGHTINGS[seen]
    return Step(state, {"note": note, "result": result, "decided_by": person}, result, outcome)


async def ask_again(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """The same once more as a new request: looked up anew, and everyone who asked before still counts as asking."""
    if request.again_as is not None:
        return Say.ASKED_AGAIN_ALREADY
    evidence = await look_up(request.kind, request.details, ports)
    state, result = where_it_leads(evidence)
    return Again(state, {"evidence": evidence, "result": result})


PLANS: Mapping[Verb, Plan] = {
    Verb.ASK_DEVELOPER: ask_developer,
    Verb.CHANGE_DETAILS: change_details,
    Verb.TRY_AGAIN: try_again,
    Verb.IM_LOOKING: im_looking,
    Verb.APPROVE: approve,
    Verb.CONFIRM_DELETION: confirm_deletion,
    Verb.REJECT: reject,
    Verb.CANCEL: cancel,
    Verb.RESOLVED_BY_BA: resolved_by_ba,
    Verb.REFER_BACK: refer_back,
    Verb.RECORD_DECISION: record_decision,
    Verb.CLOSE: close,
    Verb.MARK_DONE: mark_done,
    Verb.ASK_AGAIN: ask_again,
}


async def _looked(request: Request, details: Details, ports: Ports, say: Say | None = None) -> Step:
    evidence = await look_up(request.kind, details, ports)
    to, result = where_it_leads(evidence)
    changes = {"details": details, "evidence": evidence, "result": result}
    still_dark = evidence is not None and evidence.verdict is Verdict.COULD_NOT_LOOK
    return Step(to, changes, _code(evidence), joins=True, say=Say.STILL_CANNOT_LOOK if still_dark else say)


def _code(evidence: Evidence | None) -> str | None:
    return evidence.verdict if evidence else None


def _typed(inputs: Inputs, name: str) -> str | Say:
    text = inputs.get(name, "").strip()
    return Say.TOO_LONG if len(text) > LONGEST_INPUT else text
