"""From a message in the channel to a request with its evidence, to a command carried out, or to a helpful answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from handlers.answers import Answer
from handlers.commands import command_in, decision_in, finding_in, show_help
from handlers.diagnosis import Page
from handlers.errors import DirectoryUnavailable
from handlers.form import LONGEST_INPUT, LONGEST_TEXT
from handlers.model import Details
from handlers.notices import NoticeKind, told
from handlers.opening import Wanted, open_request
from handlers.ports import Ports
from handlers.reading import Asked, Reading, plain_text, read
from handlers.roles import Refusal
from handlers.said import Said
from handlers.terms import Kind

OPENS: Mapping[Asked, Kind] = {
    Asked.unlink_one_login: Kind.UNLINK_ONE_LOGIN,
    Asked.delete_jobseeker: Kind.DELETE_JOBSEEKER,
    Asked.publisher_access: Kind.PUBLISHER_ACCESS,
    Asked.developer_help: Kind.DEVELOPER_HELP,
    Asked.ambiguous: Kind.UNDECIDED,
}

UNSURE = (None, Kind.UNDECIDED, Kind.DEVELOPER_HELP)  # "find …" is an order only where nothing else is asked for


SHORT = 1500  # characters, read in less time than it takes to hand them to a thread and back
Given = TypeVar("Given")
Got = TypeVar("Got")


async def aside(work: Callable[[Given], Got], on: Given, length: int) -> Got:
    """Work on so many characters; on many of them in a thread, for they must not hold up the others."""
    return work(on) if length <= SHORT else await asyncio.to_thread(work, on)


async def receive(said: Said, ports: Ports) -> Answer:
    """Open a request, do what is ordered, or say what the bot can do; once, however often the message is delivered."""
    earlier = await ports.book.reply_to(said.activity_id)
    if earlier is not None:
        return Answer.restored(earlier)
    plain = await aside(plain_text, said.message, said.message.length)
    words = plain.body
    decide = decision_in(words)
    if decide is not None:
        return await decide(said, ports)
    try:
        standing = await ports.directory.standing(said.person.object_id)
    except DirectoryUnavailable:
        return await _could_not_check(said, ports)
    if not ports.groups.admit(standing):
        return Answer(Refusal.NOT_BA_OR_DEVELOPER)
    command = command_in(words)
    if command is not None:
        return await command(said, standing, ports)
    reading = await aside(read, plain, said.message.length)
    kind = OPENS.get(reading.kind)
    finding = finding_in(words, request=kind is not None) if kind in UNSURE else None
    if finding is not None or kind is None:
        return await (finding or show_help)(said, standing, ports)
    details = read_details(kind, reading, words)
    return await open_request(Wanted(said.activity_id, said.person, said.thread, kind, details), ports)


def read_details(kind: Kind, reading: Reading, words: str) -> Details:
    """What the message gave: a subject only when there is exactly one and nothing has to be asked first."""
    in_words = kind in (Kind.DEVELOPER_HELP, Kind.UNDECIDED)  # a person reads what it says
    about_staff = kind in (Kind.PUBLISHER_ACCESS, Kind.UNDECIDED)
    one = len(reading.emails) == 1 and (kind is Kind.PUBLISHER_ACCESS or not reading.must_ask)
    subject = reading.emails[0] if one and not in_words else None
    return Details(
        subject=subject,
        candidates=() if subject or kind is Kind.DEVELOPER_HELP else reading.emails,
        ticket=reading.ticket,
        text=(words[:LONGEST_TEXT].strip() or None) if in_words else None,
        organisation=_organisation(reading) if about_staff else None,
        error_page=Page(reading.error_page) if about_staff and reading.error_page else None,
        understood=reading.reasons,
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
