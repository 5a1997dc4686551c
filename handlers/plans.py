"""What each button leads to, as one table; triage, naming an organisation and approving have modules of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.answers import Say, View
from handlers.approvals import approve, confirm_deletion
from handlers.asking import ask_developer, change_details, try_again
from handlers.form import LONGEST_INPUT
from handlers.model import Details, Look, Person, Request
from handlers.naming import use_organisation
from handlers.notices import developer_needed, outcome
from handlers.ports import Ports
from handlers.roles import Verb
from handlers.states import LOOK_LASTS, State
from handlers.steps import Again, Inputs, Looking, Plan, Planned, Reading, Step
from handlers.terms import Kind, Result
from handlers.triage import look_up, where_it_leads

SIGHTINGS = {"made": (State.DONE, Result.SEEN_DONE), "not_made": (State.FAILED, Result.SEEN_NOT_DONE)}
DECISIONS = ("answered", "by_hand", "other")
# With job applications nothing is deleted: these are the ways to answer.
ABOUT_APPLICATIONS: Mapping[str, Result] = {
    "keep": Result.KEPT_AND_ANSWERED,
    "data_protection": Result.ASKED_DATA_PROTECTION,
    "other": Result.DECIDED_OTHERWISE,
}


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


def decisions(request: Request) -> tuple[str, ...]:
    """The ways in which what came back can be decided."""
    if request.result is Result.HAS_APPLICATIONS:
        return tuple(ABOUT_APPLICATIONS)
    counted = request.evidence is not None and request.evidence.erasure is not None
    # There may be job applications: nobody looked, or nobody has said that it is no deletion.
    if request.kind is Kind.UNDECIDED or (request.kind is Kind.DELETE_JOBSEEKER and not counted):
        return tuple(each for each in DECISIONS if each != "by_hand")
    return DECISIONS


async def record_decision(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Close what came back with what was decided, or hand it to a developer."""
    decision, note = inputs.get("decision", ""), _typed(inputs, "note")
    if isinstance(note, Say):
        return note
    kept = request.result is Result.HAS_APPLICATIONS
    if decision not in decisions(request):
        return Say.DECISION_REQUIRED
    if decision == "other" and not note:
        return Say.NOTE_REQUIRED
    changes: dict[str, Any] = {"note": note or None, "decided_by": person}
    if kept:
        changes["result"] = ABOUT_APPLICATIONS[decision]
    if decision == "by_hand":
        return Step(State.WITH_DEVELOPER, changes, decision, developer_needed, joins=True)
    return Step(State.CLOSED, changes, decision, joins=True)


async def close(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """Close what came back when there is nothing to decide: the words are kept if there are any."""
    if request.result is Result.HAS_APPLICATIONS:
        return Say.RECORD_A_DECISION
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
    return await _following(request, request.kind, request.details, ports, Say.ASKED_AGAIN)


async def undo_unlink(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """A request of its own that puts the old One Login id back, to be approved like any other."""
    if request.again_as is not None:
        return Say.ASKED_AGAIN_ALREADY
    if request.kind is not Kind.UNLINK_ONE_LOGIN or not request.undoable:
        return Say.NO_LONGER_UNDOABLE
    details = Details(request.details.subject, ticket=request.details.ticket)
    return await _following(request, Kind.UNDO_UNLINK, details, ports, Say.UNDO_ASKED)


async def show_applications(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """The list of job applications, for the one person who asks for it."""
    return Reading(View.APPLICATIONS)


PLANS: Mapping[Verb, Plan] = {
    Verb.ASK_DEVELOPER: ask_developer,
    Verb.CHANGE_DETAILS: change_details,
    Verb.TRY_AGAIN: try_again,
    Verb.IM_LOOKING: im_looking,
    Verb.APPROVE: approve,
    Verb.CONFIRM_DELETION: confirm_deletion,
    Verb.REJECT: reject,
    Verb.CANCEL: cancel,
    Verb.USE_ORGANISATION: use_organisation,
    Verb.RESOLVED_BY_BA: resolved_by_ba,
    Verb.REFER_BACK: refer_back,
    Verb.RECORD_DECISION: record_decision,
    Verb.CLOSE: close,
    Verb.MARK_DONE: mark_done,
    Verb.ASK_AGAIN: ask_again,
    Verb.SHOW_APPLICATIONS: show_applications,
    Verb.UNDO_UNLINK: undo_unlink,
}


async def _following(request: Request, kind: Kind, details: Details, ports: Ports, say: Say) -> Again:
    follows = request.again_of if kind is request.kind else request.id
    evidence = await look_up(kind, details, ports, follows)
    state, result = where_it_leads(evidence)
    return Again(kind, details, state, {"evidence": evidence, "result": result}, say)


def _typed(inputs: Inputs, name: str) -> str | Say:
    text = inputs.get(name, "").strip()
    return Say.TOO_LONG if len(text) > LONGEST_INPUT else text
