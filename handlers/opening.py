"""Opening a request, whichever way it came in: a message, a word to the bot, a dialog on somebody's message."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.answers import Answer, Say
from handlers.model import Details, Kind, Person, Request, Thread
from handlers.notices import outcome, said
from handlers.ports import Entry, NewRequest, Ports, Turn
from handlers.states import State
from handlers.triage import look_up, where_it_leads

JOINED = frozenset({State.TRIAGE, State.AWAITING_APPROVAL, State.REFERRED_BACK, State.WITH_DEVELOPER})
"""Where asking once more makes somebody a requester; later it changes nothing any more."""


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
    if wanted.details.subject is not None:
        there = await ports.book.open_about(wanted.kind, wanted.details.subject)
        if there is not None:
            return await _join(there, wanted, ports)
    evidence = await look_up(wanted.kind, wanted.details, ports)
    state, result = where_it_leads(evidence)
    changes = {"evidence": evidence, "result": result}
    new = NewRequest(wanted.kind, wanted.details, wanted.thread, wanted.people, changes)
    now = ports.clock()
    async with ports.book.turn() as turn:
        if not await turn.first_time(wanted.activity_id):
            return Answer()
        request = await turn.open(new, state, now)
        if state is not State.TRIAGE:
            await turn.notify(outcome(request), now)
        answer = Answer(card=request.id)
        await turn.keep_reply(wanted.activity_id, answer.stored())
    return answer


async def _join(there: Request, wanted: Wanted, ports: Ports) -> Answer:
    """Whoever asks for what is open already has asked for it: they are told how it ends, and cannot approve it."""
    now, answer = ports.clock(), Answer(Say.OPEN_ALREADY, there.id)
    async with ports.book.turn() as turn:
        if not await turn.first_time(wanted.activity_id):
            return Answer()
        if there.state in JOINED:
            await _add(turn, there, wanted, ports)
        await turn.notify(said(wanted.thread, wanted.person, Say.OPEN_ALREADY, there.id), now)
        await turn.keep_reply(wanted.activity_id, answer.stored())
    return answer


async def _add(turn: Turn, there: Request, wanted: Wanted, ports: Ports) -> None:
    now = ports.clock()
    approved = {each.person.object_id for each in there.standing_approvals}
    new = [each for each in wanted.people if not there.asked_by(each.object_id) and each.object_id not in approved]
    for person in new:
        await turn.add_requester(there.id, person, now)
    if new:
        # A new version: what somebody is about to approve shows them as asking too.
        await turn.move(there, there.state, Entry("asked_too", wanted.person.object_id, digest=there.digest), now)
