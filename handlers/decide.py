"""A click on a card: who pressed what on which version, whether they may, and the one step that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from handlers.answers import Answer, Say
from handlers.carry import Pressed, carry_out, refuse
from handlers.errors import DirectoryUnavailable
from handlers.model import Person, Request, Thread
from handlers.plans import PLANS
from handlers.ports import Ports
from handlers.roles import BUTTONS, Refusal, Standing, Verb, refusal

APPROVING = frozenset({Verb.APPROVE, Verb.CONFIRM_DELETION})


@dataclass(frozen=True)
class Click:
    """One press of a button, with what its card carried; nothing of it but the ids is believed.

    `by_hand` is false for what a client sends by itself. `shown_on` is the request whose card the message is, as the
    bot database knows it; None for a message that it does not know. `typed_in` is the thread in which it was typed
    instead of pressed.
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
    typed_in: Thread | None = None


async def press(click: Click, ports: Ports) -> Answer:
    """Check a click against the database, the directory and the button table, then take its step or say why not."""
    seen = await ports.book.seen(click.activity_id, click.request_id)
    if seen.reply is not None:
        return Answer.restored(seen.reply)
    pressed = Pressed(click.activity_id, click.person, click.verb, ports.clock(), click.typed_in)
    request = seen.request
    if request is None:
        return await refuse(pressed, None, Answer(Say.NO_SUCH_REQUEST), ports)
    if not click.by_hand:
        return await refuse(pressed, request, Answer(Say.NOT_A_CLICK), ports)
    if request.thread.conversation_id != click.conversation_id or click.shown_on not in (None, request.id):
        return await refuse(pressed, request, Answer(Say.NOT_THIS_THREAD), ports)
    try:
        standing = await ports.directory.standing(click.person.object_id)
    except DirectoryUnavailable:
        return await refuse(pressed, request, Answer(Say.CANNOT_CHECK_YOU), ports)
    stopped = _stopped(click, request, standing, ports)
    if stopped is None and click.verb in APPROVING and seen.pause:
        stopped = Answer(Say.PAUSED)
    if stopped is not None:
        return await refuse(pressed, request, stopped, ports)
    step = await PLANS[Verb(click.verb)](request, click.person, click.inputs, ports)
    if isinstance(step, Say):
        return await refuse(pressed, request, Answer(step), ports)
    return await carry_out(pressed, request, step, ports)


def _stopped(click: Click, request: Request, standing: Standing, ports: Ports) -> Answer | None:
    """Why this click goes no further; None when it may."""
    if not ports.groups.admit(standing):
        return Answer(Refusal.NOT_BA_OR_DEVELOPER)
    if click.verb not in list(Verb):
        return Answer(Say.NO_SUCH_BUTTON)
    button = BUTTONS[Verb(click.verb)]
    stale = (click.version, click.digest) != (request.version, request.digest)
    overdue = request.due_at is not None and request.due_at <= ports.clock()
    if stale or overdue or request.forgotten or request.state not in button.who:
        return Answer(Say.STALE, request.id)
    why = refusal(button.who[request.state], click.person.object_id, standing, ports.groups, request)
    return Answer(why) if why else None
