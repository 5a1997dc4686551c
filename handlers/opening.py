"""Opening a request, whichever way it came in: a message, a word to the bot, a dialog on somebody's message."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.answers import Answer, Say
from handlers.form import LONGEST_INPUT
from handlers.model import Details, Person, Request, Thread
from handlers.notices import ended, said
from handlers.ports import Entry, NewRequest, Opening, Ports, Turn
from handlers.states import State
from handlers.terms import Kind
from handlers.triage import look_up, where_it_leads

JOINED = frozenset({State.TRIAGE, State.AWAITING_APPROVAL, State.REFERRED_BACK, State.WITH_DEVELOPER})
"""Where asking once more makes somebody a requester; later it changes nothing any more."""
TRIES = 3  # to join a request that others move at the same moment


@dataclass(frozen=True)
class Wanted:
    """What somebody wants, in which thread. `others` asked for it too: who wrote the message that it was made from."""

    activity_id: str
    person: Person
    thread: Thread
    kind: Kind
    details: Details
    others: tuple[Person, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """All who ask, each once."""
        return tuple({each.object_id: each for each in (*self.others, self.person)}.values())


async def open_request(wanted: Wanted, ports: Ports) -> Answer:
    """Open it once, however often it is delivered; what is open about the same subject already is joined instead."""
    for _ in range(TRIES):
        there = await _open_already(wanted, ports)
        if there is None:
            break
        joined = await _join(there, wanted, ports)
        if joined is not None:
            return joined
    evidence = await look_up(wanted.kind, wanted.details, ports)
    state, result = where_it_leads(evidence)
    changes = {"evidence": evidence, "result": result}
    new = NewRequest(wanted.kind, wanted.details, wanted.thread, wanted.people, changes)
    notice = None if state is State.TRIAGE else ended(state, new.id, new.thread, new.requesters)
    answer = Answer(card=new.id)
    if await ports.book.open(Opening(new, state, wanted.activity_id, answer.stored(), notice), ports.clock()):
        return answer
    earlier = await ports.book.reply_to(wanted.activity_id)
    return Answer.restored(earlier) if earlier is not None else Answer()


async def _open_already(wanted: Wanted, ports: Ports) -> Request | None:
    """What two people ask a developer about one address need not be the same."""
    subject = wanted.details.subject
    if subject is None or wanted.kind is Kind.DEVELOPER_HELP:
        return None
    return await ports.book.open_about(wanted.kind, subject)


async def _join(there: Request, wanted: Wanted, ports: Ports) -> Answer | None:
    """Whoever asks for what is open already has asked for it: they are told how it ends, and cannot approve it.

    None, and nothing written, when it moved meanwhile: it may have been approved by this very person, or be over.
    """
    now = ports.clock()
    async with ports.book.turn() as turn:
        if not await turn.first_time(wanted.activity_id):
            return Answer()
        say = await _add(turn, there, wanted, ports) if there.state in JOINED else _too_late(there, wanted.person)
        if say is None:
            turn.give_up()
            return None
        answer = Answer(say, there.id)
        await turn.notify(said(wanted.thread, wanted.person, say, there.id), now)
        await turn.keep_reply(wanted.activity_id, answer.stored())
    return answer


def _too_late(there: Request, person: Person) -> Say:
    return Say.OPEN_ALREADY if there.asked_by(person.object_id) else Say.APPROVED_ALREADY


async def _add(turn: Turn, there: Request, wanted: Wanted, ports: Ports) -> Say | None:
    """Make all who ask now requesters and keep their ticket; None when somebody moved the request meanwhile.

    The new version shows who is about to approve who asks too. A yes of somebody who asks counts no longer, and the
    others' yes was to a request of others: whoever still wants it says so again.
    """
    new = [each for each in wanted.people if not there.asked_by(each.object_id)]
    details = _with_ticket(there.details, wanted.details.ticket)
    if not new and details == there.details:
        return Say.OPEN_ALREADY
    now = ports.clock()
    for person in new:
        await turn.add_requester(there.id, person, now)
    voids = any(there.approved_by(each.object_id) for each in new)
    changes = {"details": details} | ({"asked_version": there.version + 1} if voids else {})
    entry = Entry("asked_too", wanted.person.object_id, digest=there.digest)
    if await turn.move(there, there.state, entry, now, changes) is None:
        return None
    return Say.YES_NO_LONGER_COUNTS if voids else Say.OPEN_ALREADY


def _with_ticket(details: Details, ticket: str | None) -> Details:
    """The details with one more ticket: each of the people who ask has to be answered."""
    known = details.ticket.split(", ") if details.ticket else []
    if ticket is None or ticket in known:
        return details
    joined = ", ".join([*known, ticket])
    return details if len(joined) > LONGEST_INPUT else replace(details, ticket=joined)
