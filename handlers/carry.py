"""Writing down what a click led to: each kind of step in one transaction, with its record, answer and notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

from handlers.answers import Answer, Say, View
from handlers.approvals import CONFIRM_WITHIN, within_limit
from handlers.model import Approval, Confirmation, Person, Request, Thread
from handlers.notices import said, told_others
from handlers.ports import Entry, NewRequest, Ports, Turn
from handlers.roles import Refusal, Verb
from handlers.steps import Again, Looking, Reading, Step, ToConfirm, Unspoken

WRITE_WITHIN = timedelta(seconds=30)  # longer than every wait of ours; after it the directory's answer is yesterday's


@dataclass(frozen=True)
class Pressed:
    """Who pressed what and when, in which activity; `typed_in` is the thread to answer in when it was typed there."""

    activity_id: str
    person: Person
    verb: str
    at: datetime
    typed_in: Thread | None = None

    @property
    def known(self) -> str:
        """The verb as the audit may hold it: never what a stranger wrote."""
        return self.verb if self.verb in list(Verb) else "unknown_button"


async def carry_out(pressed: Pressed, request: Request, step: Unspoken, ports: Ports) -> Answer:
    """Take the step; whoever comes second with the same activity gets the first one's answer.

    A step that somebody overtook leaves nothing behind but the record of a refusal.
    """
    answer: Answer | None = None
    async with ports.book.turn() as turn:
        first = await turn.first_time(pressed.activity_id)
        if first:
            answer = await _write(turn, pressed, request, step, ports)
        if answer is not None:
            await _keep(turn, pressed, request.id, answer, ports)
            return answer
        turn.give_up()
    if not first:
        return await _as_before(pressed, request.id, ports)
    return await refuse(pressed, request, Answer(Say.STALE, request.id), ports)


async def refuse(pressed: Pressed, request: Request | None, answer: Answer, ports: Ports) -> Answer:
    """Record that a click was refused, and why; nothing else changes."""
    entry = Entry(
        action=f"refused:{pressed.known}",
        actor=pressed.person.object_id,
        request_id=request.id if request else None,
        version=request.version if request else None,
        from_state=request.state if request else None,
        code=answer.say,
    )
    request_id = request.id if request else None
    async with ports.book.turn() as turn:
        if await turn.first_time(pressed.activity_id):
            await _keep(turn, pressed, request_id, answer, ports)
            # Last, because from here to the commit all other records wait (adapters/bot_database/audit.py).
            await turn.record(entry, ports.clock())
            return answer
    return await _as_before(pressed, request_id, ports)


async def _write(turn: Turn, pressed: Pressed, request: Request, step: Unspoken, ports: Ports) -> Answer | None:
    match step:
        case Step():
            return await _take(turn, pressed, request, step, ports)
        case ToConfirm():
            return await _ask_to_confirm(turn, pressed, request, ports)
        case Reading():
            return await _let_read(turn, pressed, request, step, ports)
        case Looking():
            return await _look(turn, pressed, request, step, ports)
        case Again():
            return await _open_again(turn, pressed, request, step, ports)
        case _:
            assert_never(step)


async def _take(turn: Turn, pressed: Pressed, request: Request, step: Step, ports: Ports) -> Answer | None:
    now, person = ports.clock(), pressed.person
    if step.approves and now - pressed.at > WRITE_WITHIN:
        return None  # this process slept since the directory was asked
    step = await within_limit(turn, request, step, ports)
    if step.joins:
        await turn.add_requester(request.id, person, now)
    if step.approves and request.digest:
        await turn.add_approval(request.id, Approval(person, request.version, request.digest, now))
    entry = Entry(pressed.verb, person.object_id, code=step.code, digest=request.digest)
    moved = await turn.move(request, step.to, entry, now, step.changes)
    if moved is None:
        return None
    notice = step.notice(moved) if step.notice else told_others(moved, person)
    if notice:
        await turn.notify(notice, now)
    return Answer(step.say, request.id)


async def _ask_to_confirm(turn: Turn, pressed: Pressed, request: Request, ports: Ports) -> Answer | None:
    if request.digest is None:
        return None
    now, who = ports.clock(), pressed.person.object_id
    await turn.to_confirm(request.id, Confirmation(who, request.version, request.digest, now + CONFIRM_WITHIN))
    entry = Entry(
        "asked_to_confirm", who, request.id, request.version, request.state, request.state, None, request.digest
    )
    await turn.record(entry, now)
    return Answer(Say.CONFIRM_NOW, request.id, View.CONFIRM)


async def _let_read(turn: Turn, pressed: Pressed, request: Request, step: Reading, ports: Ports) -> Answer:
    state = request.state
    entry = Entry(pressed.verb, pressed.person.object_id, request.id, request.version, state, state)
    await turn.record(entry, ports.clock())
    return Answer(card=request.id, view=step.view)


async def _look(turn: Turn, pressed: Pressed, request: Request, step: Looking, ports: Ports) -> Answer | None:
    now = ports.clock()
    noted = await turn.look(request, step.look, Entry(pressed.verb, pressed.person.object_id), now)
    return Answer(card=request.id) if noted else None


async def _open_again(turn: Turn, pressed: Pressed, request: Request, step: Again, ports: Ports) -> Answer | None:
    now, person = ports.clock(), pressed.person
    others = tuple(each for each in request.requesters if each.object_id != person.object_id)
    new = NewRequest(step.kind, step.details, request.thread, (person, *others), step.changes)
    opened = await turn.open_again(new, request, step.state, now)
    if opened is None:
        return None
    entry = Entry(pressed.verb, person.object_id, request.id, request.version, request.state, request.state, code=None)
    await turn.record(entry, now)
    notice = told_others(opened, person)
    if notice:
        await turn.notify(notice, now)
    return Answer(step.say, request.id)


async def _keep(turn: Turn, pressed: Pressed, request_id: UUID | None, answer: Answer, ports: Ports) -> None:
    await turn.keep_reply(pressed.activity_id, answer.stored())
    if pressed.typed_in and answer.say is not Refusal.NOT_BA_OR_DEVELOPER:  # strangers get no message of ours
        notice = said(pressed.typed_in, pressed.person, answer.say or Say.TAKEN, request_id)
        await turn.notify(notice, ports.clock())


async def _as_before(pressed: Pressed, request_id: UUID | None, ports: Ports) -> Answer:
    """What another delivery of this activity, at the same moment, was answered."""
    earlier = await ports.book.reply_to(pressed.activity_id)
    return Answer.restored(earlier) if earlier is not None else Answer(card=request_id)
