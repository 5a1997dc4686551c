"""From a message in the channel to a request with its evidence, or to a helpful answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from handlers.answers import Answer
from handlers.errors import DirectoryUnavailable
from handlers.model import Audience, Details, Kind, Notice, NoticeKind, Person, Thread
from handlers.notices import outcome
from handlers.ports import NewRequest, Ports
from handlers.reading import Asked, Message, Reading, understand
from handlers.roles import Refusal
from handlers.states import State
from handlers.triage import look_up, where_it_leads


@dataclass(frozen=True)
class Said:
    """A message that mentions the bot, from a person in our channel."""

    activity_id: str
    person: Person
    thread: Thread
    message: Message


async def receive(said: Said, ports: Ports) -> Answer:
    """Open a request, or say what the bot can do; once, however often the message is delivered."""
    earlier = await ports.book.reply_to(said.activity_id)
    if earlier is not None:
        return Answer.restored(earlier)
    try:
        standing = await ports.directory.standing(said.person.object_id)
    except DirectoryUnavailable:
        return await _reply(said, NoticeKind.COULD_NOT_CHECK_YOU, ports)
    if not (standing.has(ports.groups.ba) or standing.has(ports.groups.developer)):
        return Answer(Refusal.NOT_BA_OR_DEVELOPER)
    reading = await asyncio.to_thread(understand, said.message)  # long messages must not hold up the others
    if reading.kind is not Asked.unlink_one_login:
        return await _reply(said, NoticeKind.HELP, ports)
    return await _open(said, reading, ports)


async def _open(said: Said, reading: Reading, ports: Ports) -> Answer:
    details = read_details(reading)
    evidence = await look_up(details, ports)
    state, result = where_it_leads(evidence)
    new = NewRequest(Kind.UNLINK_ONE_LOGIN, details, said.thread, said.person, {"evidence": evidence, "result": result})
    now = ports.clock()
    async with ports.book.turn() as turn:
        if not await turn.first_time(said.activity_id):
            return Answer()
        request = await turn.open(new, state, now)
        if state is not State.TRIAGE:
            await turn.notify(outcome(request), now)
        answer = Answer(card=request.id)
        await turn.keep_reply(said.activity_id, answer.stored())
    return answer


def read_details(reading: Reading) -> Details:
    """What the message gave: a subject only when there is exactly one and nothing has to be asked first."""
    sure = len(reading.emails) == 1 and not reading.must_ask
    return Details(
        subject=reading.emails[0] if sure else None,
        candidates=() if sure else reading.emails,
        ticket=reading.ticket,
    )


async def _reply(said: Said, kind: NoticeKind, ports: Ports) -> Answer:
    now = ports.clock()
    async with ports.book.turn() as turn:
        if await turn.first_time(said.activity_id):
            await turn.notify(Notice(kind, Audience.REQUESTERS, said.thread, people=(said.person,)), now)
            await turn.keep_reply(said.activity_id, Answer().stored())
    return Answer()
