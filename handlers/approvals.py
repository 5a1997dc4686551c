"""When a developer's yes is enough: whose counts, how many are needed, and what is asked twice.

Who may press the buttons at all stands in handlers/roles.py; this is what follows when they may.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from handlers.answers import Say
from handlers.errors import DirectoryUnavailable
from handlers.model import Approval, Person, Request
from handlers.notices import second_needed
from handlers.ports import Ports, Turn
from handlers.roles import BUTTONS, Verb, refusal
from handlers.states import State
from handlers.steps import Inputs, Planned, Step, ToConfirm
from handlers.terms import Because, Kind
from handlers.working_time import start_of_day

ASKED_TWICE = frozenset({Kind.DELETE_JOBSEEKER})  # kinds that cannot be undone: Approve leads to Confirm deletion
CONFIRM_WITHIN = timedelta(minutes=2)
TWO = 2


async def approve(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """The first and often only step of an approval."""
    if request.approved_by(person.object_id):
        return Say.ALREADY_APPROVED
    if request.kind in ASKED_TWICE:
        return ToConfirm()
    return await _yes(request, person, ports)


async def confirm_deletion(request: Request, person: Person, inputs: Inputs, ports: Ports) -> Planned:
    """The second step: only after one's own first, to the same version and digest, and soon."""
    if request.approved_by(person.object_id):
        return Say.ALREADY_APPROVED
    first = await ports.book.confirmation(request.id, person.object_id)
    if request.kind not in ASKED_TWICE or first is None:
        return Say.APPROVE_FIRST
    if (first.version, first.digest) != (request.version, request.digest) or first.until <= ports.clock():
        return Say.CONFIRMED_TOO_LATE
    return await _yes(request, person, ports)


async def needed(kind: Kind, ports: Ports) -> tuple[int, Because | None]:
    """How many developers have to approve a request that is asked for now, and why more than one."""
    if kind in ASKED_TWICE and ports.policy.approvals_to_delete >= TWO:
        return ports.policy.approvals_to_delete, Because.ALWAYS
    limit = ports.policy.per_day.get(kind)
    if limit is not None and await ports.book.approved_since(kind, start_of_day(ports.clock())) >= limit:
        return TWO, Because.DAILY_LIMIT
    return 1, None


async def within_limit(turn: Turn, request: Request, step: Step, ports: Ports) -> Step:
    """The step as it is, unless the day's limit was reached meanwhile: then this yes is the first of two."""
    limit = ports.policy.per_day.get(request.kind)
    if step.to is not State.APPROVED or limit is None:
        return step
    used = await turn.approved_since(request.kind, start_of_day(ports.clock()))
    if used < limit or request.approvals_needed >= TWO:
        return step
    changes = {"approvals_needed": TWO, "needs_because": Because.DAILY_LIMIT}
    return replace(_one_more(request, Say.LIMIT_REACHED, Because.DAILY_LIMIT), changes=changes)


async def _yes(request: Request, person: Person, ports: Ports) -> Planned:
    earlier = request.standing_approvals
    always = ports.policy.approvals_to_delete if request.kind in ASKED_TWICE else 1
    if len(earlier) + 1 < max(request.approvals_needed, always):
        step = _one_more(request, Say.ONE_MORE_NEEDED, "one_more_needed")
        raised = {"approvals_needed": always, "needs_because": Because.ALWAYS}
        return replace(step, changes=raised) if always > request.approvals_needed else step
    try:
        still = await asyncio.gather(*(_still_may(each, request, ports) for each in earlier))
    except DirectoryUnavailable:
        return Say.CANNOT_CHECK_OTHERS
    if not all(still):
        # What was said before no longer counts; this yes becomes the first.
        step = _one_more(request, Say.EARLIER_NO_LONGER_COUNTS, "earlier_no_longer_counts")
        return replace(step, changes={"asked_version": request.version})
    return Step(State.APPROVED, {"decided_by": person}, approves=True)


async def _still_may(approval: Approval, request: Request, ports: Ports) -> bool:
    """Whether somebody who approved before could do so now: both are checked at the last click (DESIGN.md)."""
    who = approval.person.object_id
    standing = await ports.directory.standing(who)
    rule = BUTTONS[Verb.APPROVE].who[State.AWAITING_APPROVAL]
    return refusal(rule, who, standing, ports.groups, request) is None


def _one_more(request: Request, say: Say, code: str) -> Step:
    return Step(State.AWAITING_APPROVAL, code=code, notice=second_needed, approves=True, say=say)
