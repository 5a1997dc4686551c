"""Naming the organisation with which hiring staff can sign in: `Use this organisation`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.access import choose
from handlers.answers import Say
from handlers.asking import looked
from handlers.diagnosis import Access, Advice
from handlers.form import merge
from handlers.model import Details, Person, Request
from handlers.ports import Ports
from handlers.states import State
from handlers.steps import Inputs, Planned, Step
from handlers.terms import Result


async def use_organisation(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """The request is resolved with this organisation, and its card holds the message for the Support Team.

    Only an organisation that the card shows can be named; another one, from `search`, is shown first. One that
    Teaching Vacancies ought to have and has not is kept open, because telling somebody to sign in with it would not
    help.
    """
    details = merge(request, inputs)
    if isinstance(details, Say):
        return details
    access = request.evidence.access if request.evidence else None
    if _asks_for_another_look(details, request.details) or _found_elsewhere(inputs, access):
        return await looked(request, details, ports, Say.LOOKED_FOR_ANOTHER)
    if request.evidence is None or access is None or not access.candidates:
        return Say.NO_ORGANISATION
    use = access.diagnosis.use
    chosen = details.organisation_id or (use.id if use else None)
    found = choose(access, chosen, details.error_page) if chosen else None
    if found is None:
        return Say.CHOOSE_AN_ORGANISATION
    named = replace(details, organisation_id=chosen)
    changes: dict[str, Any] = {"details": named, "evidence": replace(request.evidence, access=found)}
    if found.diagnosis.advice is Advice.ASK_A_DEVELOPER:
        return Step(State.TRIAGE, changes, Result.DATA_IS_WRONG, joins=True, say=Say.DEVELOPER_FIRST)
    changes |= {"result": Result.ORGANISATION_NAMED, "decided_by": person}
    return Step(State.RESOLVED_BY_BA, changes, Result.ORGANISATION_NAMED, joins=True)


def _asks_for_another_look(details: Details, before: Details) -> bool:
    """Whether something was typed that has to be looked up first; choosing one of those shown is not."""
    return (details.organisation, details.subject) != (before.organisation, before.subject)


def _found_elsewhere(inputs: Inputs, access: Access | None) -> bool:
    """Whether the list under `search` gave one that the card does not show."""
    searched = inputs.get("search", "").strip()
    shown = [each.organisation.id for each in access.candidates] if access else []
    return bool(searched) and searched not in shown
