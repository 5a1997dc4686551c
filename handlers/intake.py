"""From a message in the channel to a request with its evidence, to a command carried out, or to a helpful answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from handlers.answers import Answer
from handlers.commands import command_in, decision_in, show_help
from handlers.diagnosis import Page
from handlers.errors import DirectoryUnavailable
from handlers.form import LONGEST_INPUT, LONGEST_TEXT
from handlers.model import Details, Kind
from handlers.notices import NoticeKind, outcome, told
from handlers.ports import NewRequest, Ports
from handlers.reading import Asked, Reading, plain_text, understand
from handlers.roles import Refusal
from handlers.said import Said
from handlers.states import State
from handlers.triage import look_up, where_it_leads

OPENS: Mapping[Asked, Kind] = {
    Asked.unlink_one_login: Kind.UNLINK_ONE_LOGIN,
    Asked.delete_jobseeker: Kind.DELETE_JOBSEEKER,
    Asked.publisher_access: Kind.PUBLISHER_ACCESS,
    Asked.developer_help: Kind.DEVELOPER_HELP,
}


async def receive(said: Said, ports: Ports) -> Answer:
    """Open a request, do what is ordered, or say what the bot can do; once, however often the message is delivered."""
    earlier = await ports.book.reply_to(said.activity_id)
    if earlier is not None:
        return Answer.restored(earlier)
    # Long messages must not hold up the others.
    words = (await asyncio.to_thread(plain_text, said.message)).body
    decide = decision_in(words)
    if decide is not None:
        return await decide(said, ports)
    try:
        standing = await ports.directory.standing(said.person.object_id)
    except DirectoryUnavailable:
        return await _could_not_check(said, ports)
    if not (standing.has(ports.groups.ba) or standing.has(ports.groups.developer)):
        return Answer(Refusal.NOT_BA_OR_DEVELOPER)
    command = command_in(words)
    if command is not None:
        return await command(said, standing, ports)
    reading = await asyncio.to_thread(understand, said.message)
    kind = OPENS.get(reading.kind)
    if kind is None:
        return await show_help(said, standing, ports)
    return await _open(said, kind, read_details(kind, reading, words), ports)


async def _open(said: Said, kind: Kind, details: Details, ports: Ports) -> Answer:
    evidence = await look_up(kind, details, ports)
    state, result = where_it_leads(evidence)
    new = NewRequest(kind, details, said.thread, (said.person,), {"evidence": evidence, "result": result})
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


def read_details(kind: Kind, reading: Reading, words: str) -> Details:
    """What the message gave: a subject only when there is exactly one and nothing has to be asked first."""
    if kind is Kind.DEVELOPER_HELP:
        return Details(text=words[:LONGEST_TEXT].strip() or None, ticket=reading.ticket)
    if kind is Kind.PUBLISHER_ACCESS:
        return Details(
            subject=reading.emails[0] if len(reading.emails) == 1 else None,
            ticket=reading.ticket,
            organisation=_organisation(reading),
            error_page=Page(reading.error_page) if reading.error_page else None,
        )
    sure = len(reading.emails) == 1 and not reading.must_ask
    return Details(
        subject=reading.emails[0] if sure else None,
        candidates=() if sure else reading.emails,
        ticket=reading.ticket,
    )


def _organisation(reading: Reading) -> str | None:
    """How the message describes the organisation, in one line as people would type it to look it up."""
    numbered = {"URN": reading.urn, "UKPRN": reading.ukprn, "group UID": reading.uid}
    parts = [reading.organisation, reading.postcode, *(f"{kind} {each}" for kind, each in numbered.items() if each)]
    return ", ".join(each for each in parts if each)[:LONGEST_INPUT] or None


async def _could_not_check(said: Said, ports: Ports) -> Answer:
    now = ports.clock()
    async with ports.book.turn() as turn:
        if await turn.first_time(said.activity_id):
            await turn.notify(told(NoticeKind.COULD_NOT_CHECK_YOU, said.thread, said.person), now)
            await turn.keep_reply(said.activity_id, Answer().stored())
    return Answer()
