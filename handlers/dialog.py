"""A request made in a dialog, from anybody's message: the form filled in from its words, and what comes back of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.answers import Answer, Say
from handlers.errors import DirectoryUnavailable
from handlers.form import CHOICES, fill
from handlers.intake import OPENS, aside, read_details
from handlers.model import Details, Person, Thread
from handlers.opening import Wanted, open_request
from handlers.ports import Ports
from handlers.reading import Message, plain_text, read
from handlers.roles import Refusal
from handlers.terms import Kind


@dataclass(frozen=True)
class Proposal:
    """What a message seems to ask for, to be put right in the form; `kind` UNDECIDED leaves that to the person."""

    kind: Kind
    details: Details


async def propose(person: Person, message: Message, ports: Ports) -> Proposal | Say | Refusal:
    """Read somebody's message for the person who pressed; nothing is stored."""
    why = await _why_not(person, ports)
    if why is not None:
        return why
    plain = await aside(plain_text, message, message.length)
    reading = await aside(read, plain, message.length)
    kind = OPENS.get(reading.kind, Kind.UNDECIDED)
    return Proposal(kind, read_details(Kind.UNDECIDED if kind is Kind.DEVELOPER_HELP else kind, reading, plain.body))


@dataclass(frozen=True)
class Submitted:
    """What a dialog sent, about a message in this thread; `author` is who wrote the message, if it was a person."""

    activity_id: str
    person: Person
    thread: Thread
    inputs: Mapping[str, str]
    author: Person | None = None


async def submit(sent: Submitted, ports: Ports) -> Answer:
    """Open what was asked for. Who may is checked again: a dialog can stay open for hours.

    Whoever wrote the message asked for it as much as whoever pressed, so neither of them can approve it. What was
    delivered before gets the reply that it got then.
    """
    earlier = await ports.book.reply_to(sent.activity_id)
    if earlier is not None:
        return Answer.restored(earlier)
    why = await _why_not(sent.person, ports)
    if why is not None:
        return Answer(why)
    kind = sent.inputs.get("kind", "")
    if kind not in CHOICES:
        return Answer(Say.CHOOSE_A_KIND)
    details = fill(Kind(kind), Details(), None, sent.inputs)
    if isinstance(details, Say):
        return Answer(details)
    authors = (sent.author,) if sent.author else ()
    return await open_request(Wanted(sent.activity_id, sent.person, sent.thread, Kind(kind), details, authors), ports)


async def _why_not(person: Person, ports: Ports) -> Say | Refusal | None:
    try:
        standing = await ports.directory.standing(person.object_id)
    except DirectoryUnavailable:
        return Say.CANNOT_CHECK_YOU
    return None if ports.groups.admit(standing) else Refusal.NOT_BA_OR_DEVELOPER
