"""A click on a card: who pressed what on which version, whether they may, and the one step that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from handlers.answers import Answer, Say
from handlers.errors import DirectoryUnavailable
from handlers.model import Approval, Person, Request
from handlers.notices import told_others
from handlers.ports import Entry, Ports
from handlers.roles import BUTTONS, Refusal, Standing, Verb, refusal
from handlers.steps import PLANS, Step


@dataclass(frozen=True)
class Click:
    """One press of a button, with what its card carried; nothing of it but the ids is believed.

    `by_hand` is false for what a client sends by itself. `shown_on` is the request whose card the message is, as the
    bot database knows it; None for a message that it does not know.
    """

    activity_id: str
    person: Person
    conversation_id: str
    by_hand: bool
    shown_on: UUID | None
    verb: str
    request_id: UUID | None
    version: int | None
    digest: str | None
    inputs: Mapping[str, str]


async def press(click: Click, ports: Ports) -> Answer:
    """Check a click against the database, the directory and the button table, then take its step or say why not."""
    earlier = await ports.book.reply_to(click.activity_id)
    if earlier is not None:
        return Answer.restored(earlier)
    request = await ports.book.find(click.request_id) if click.request_id else None
    if request is None:
        return await _refuse(click, None, Answer(Say.NO_SUCH_REQUEST), ports)
    if not click.by_hand:
        return await _refuse(click, request, Answer(Say.NOT_A_CLICK), ports)
    if request.thread.conversation_id != click.conversation_id or click.shown_on not in (None, request.id):
        return await _refuse(click, request, Answer(Say.NOT_THIS_THREAD), ports)
    try:
        standing = await ports.directory.standing(click.person.object_id)
    except DirectoryUnavailable:
        return await _refuse(click, request, Answer(Say.CANNOT_CHECK_YOU), ports)
    stopped = _stopped(click, request, standing, ports)
    if stopped is not None:
        return await _refuse(click, request, stopped, ports)
    step = await PLANS[Verb(click.verb)](request, click.person, click.inputs, ports)
    if isinstance(step, Say):
        return await _refuse(click, request, Answer(step), ports)
    return await _take(click, request, step, ports)


def _stopped(click: Click, request: Request, standing: Standing, ports: Ports) -> Answer | None:
    """Why this click goes no further; None when it may."""
    if not (standing.has(ports.groups.ba) or standing.has(ports.groups.developer)):
        return Answer(Refusal.NOT_BA_OR_DEVELOPER)
    if click.verb not in list(Verb):
        return Answer(Say.NO_SUCH_BUTTON)
    button = BUTTONS[Verb(click.verb)]
    stale = (click.version, click.digest) != (request.version, request.digest)
    overdue = request.due_at is not None and request.due_at <= ports.clock()
    if stale or overdue or request.state not in button.who:
        return Answer(Say.STALE, request.id)
    why = refusal(button.who[request.state], click.person.object_id, standing, ports.groups, request)
    return Answer(why) if why else None


async def _take(click: Click, request: Request, step: Step, ports: Ports) -> Answer:
    now = ports.clock()
    person = click.person
    entry = Entry(action=click.verb, actor=person.object_id, code=step.code, digest=request.digest)
    async with ports.book.turn() as turn:
        first = await turn.first_time(click.activity_id)
        if first:
            if step.joins:
                await turn.add_requester(request.id, person, now)
            if step.approves and request.digest:
                await turn.add_approval(request.id, Approval(person, request.version, request.digest, now))
            moved = await turn.move(request, step.to, entry, now, step.changes)
            if moved is not None:
                notice = step.notice(moved) if step.notice else told_others(moved, person)
                if notice:
                    await turn.notify(notice, now)
                answer = Answer(step.say, request.id)
                await turn.keep_reply(click.activity_id, answer.stored())
                return answer
        turn.give_up()
    if not first:
        return await _as_before(click, ports)
    return await _refuse(click, request, Answer(Say.STALE, request.id), ports)


async def _refuse(click: Click, request: Request | None, answer: Answer, ports: Ports) -> Answer:
    """Record that a click was refused, and why; nothing else changes."""
    known = click.verb if click.verb in list(Verb) else "unknown_button"
    entry = Entry(
        action=f"refused:{known}",
        actor=click.person.object_id,
        request_id=request.id if request else None,
        version=request.version if request else None,
        from_state=request.state if request else None,
        code=answer.say,
    )
    async with ports.book.turn() as turn:
        if await turn.first_time(click.activity_id):
            await turn.record(entry, ports.clock())
            await turn.keep_reply(click.activity_id, answer.stored())
            return answer
    return await _as_before(click, ports)


async def _as_before(click: Click, ports: Ports) -> Answer:
    """What another delivery of this click, at the same moment, was answered."""
    earlier = await ports.book.reply_to(click.activity_id)
    return Answer.restored(earlier) if earlier is not None else Answer(card=click.request_id)
