"""What people write to the bot as a command: a word that stands alone, or a decision typed on a phone."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from handlers.answers import Answer, Say
from handlers.decide import Click, press
from handlers.finding import find, names_only, post, query_in, status, status_of
from handlers.model import Details, Pause, Person
from handlers.notices import NoticeKind, said, told
from handlers.opening import Wanted, open_request
from handlers.ports import Entry, Ports
from handlers.roles import Refusal, Standing, Verb
from handlers.said import Said
from handlers.terms import Kind

LONGEST_COMMAND = 60  # characters
_WORD = re.compile(r"(?:please )?(\w+)(?: (?:please|the bot|everything|all actions|now))?", re.I)
# A phone makes its own dashes and blanks.
_TYPED = re.compile(r"(approve|confirm)(?: deletion)? #?([a-z0-9]{5})(?: ?[-–—] ?| )(\d{1,6})", re.I)
_STATUS = re.compile(r"status(?: of)? #?([a-z0-9]{5})", re.I)
_TYPED_VERBS: Mapping[str, Verb] = {"approve": Verb.APPROVE, "confirm": Verb.CONFIRM_DELETION}

Do = Callable[[Said, Standing, Ports], Awaitable[Answer]]
Decide = Callable[[Said, Ports], Awaitable[Answer]]


def command_in(text: str) -> Do | None:
    """What this message orders, its mention of the bot already cut out; None when it is no command.

    Only a message that is nothing but the command counts: "pause" inside a sentence is talk.
    """
    word = _WORD.fullmatch(_bare(text))
    return COMMANDS.get(word[1].lower()) if word else None


def decision_in(text: str) -> Decide | None:
    """The decision that this message is, typed instead of pressed; None when it is anything else.

    It asks the directory itself, and is on the record whoever typed it, as a click is.
    """
    typed = _TYPED.fullmatch(_bare(text))
    return _typed(_TYPED_VERBS[typed[1].lower()], typed[2].upper(), int(typed[3])) if typed else None


def finding_in(text: str, *, request: bool = False) -> Do | None:
    """What a message looks for that begins with "find", or whose state it asks for; None when it is neither.

    `request`: it may be meant as one, and then is unless it is clear what to look for.
    """
    query = query_in(text)
    if query is not None and request and not names_only(query):
        return None
    if query is not None:
        return partial(find, query)
    asked = _STATUS.fullmatch(_bare(text))
    return partial(status_of, asked[1]) if asked else None


def _bare(text: str) -> str:
    words = " ".join(text.split()).strip(" .!?")
    return words if len(words) <= LONGEST_COMMAND else ""


async def show_help(said: Said, standing: Standing, ports: Ports) -> Answer:
    return await post(said, told(NoticeKind.HELP, said.thread, said.person), ports)


async def show_figures(said: Said, standing: Standing, ports: Ports) -> Answer:
    return await post(said, told(NoticeKind.FIGURES, said.thread, said.person), ports)


async def new(said: Said, standing: Standing, ports: Ports) -> Answer:
    """An empty form in the thread."""
    wanted = Wanted(said.activity_id, said.person, said.thread, Kind.UNDECIDED, Details())
    return await open_request(wanted, ports)


async def pause(asked: Said, standing: Standing, ports: Ports) -> Answer:
    """Stop all actions: any BA or developer may, at any time."""
    if await ports.book.pause() is not None:
        return await _refuse(asked, "pause", Say.PAUSED_ALREADY, ports)
    now = ports.clock()
    async with ports.book.turn() as turn:
        if await turn.first_time(asked.activity_id):
            await turn.set_pause(Pause(asked.person, now), Entry("pause", asked.person.object_id), now)
            await turn.notify(told(NoticeKind.PAUSED, asked.thread, asked.person), now)
            await turn.keep_reply(asked.activity_id, Answer().stored())
    return Answer()


async def resume(asked: Said, standing: Standing, ports: Ports) -> Answer:
    """Let actions go on: only a developer with production access, and not the one who stopped them."""
    paused = await ports.book.pause()
    why = _no_resume(asked.person, paused, standing, ports)
    if why is not None:
        return await _refuse(asked, "resume", why, ports)
    now = ports.clock()
    async with ports.book.turn() as turn:
        if not await turn.first_time(asked.activity_id):
            return Answer()
        lifted = await turn.lift_pause(asked.person, Entry("resume", asked.person.object_id), now)
        if lifted:
            await turn.notify(told(NoticeKind.RESUMED, asked.thread, asked.person), now)
            await turn.keep_reply(asked.activity_id, Answer().stored())
            return Answer()
        turn.give_up()
    return await _refuse(asked, "resume", Say.OWN_PAUSE if await ports.book.pause() else Say.NOT_PAUSED, ports)


def _no_resume(person: Person, paused: Pause | None, standing: Standing, ports: Ports) -> Say | Refusal | None:
    if not standing.has(ports.groups.developer):
        return Refusal.NOT_DEVELOPER
    if paused is None:
        return Say.NOT_PAUSED
    if paused.by.object_id == person.object_id:
        return Say.OWN_PAUSE
    return None if standing.has(ports.groups.production_access) else Say.NOT_ACTIVE_TO_RESUME


def _typed(verb: Verb, code: str, version: int) -> Decide:
    """The same as the button, with the same checks: the code names the request and the version of its card."""

    async def decide(asked: Said, ports: Ports) -> Answer:
        request = await ports.book.find_by_code(code)
        click = Click(
            activity_id=asked.activity_id,
            person=asked.person,
            conversation_id=asked.thread.conversation_id,
            by_hand=True,
            shown_on=None,
            verb=verb,
            request_id=request.id if request else None,
            version=version,
            digest=request.digest if request else None,
            inputs={},
            typed_in=asked.thread,
        )
        return await press(click, ports)

    return decide


async def _refuse(asked: Said, action: str, why: Say | Refusal, ports: Ports) -> Answer:
    now = ports.clock()
    async with ports.book.turn() as turn:
        if await turn.first_time(asked.activity_id):
            await turn.record(Entry(f"refused:{action}", asked.person.object_id, code=why), now)
            await turn.notify(said(asked.thread, asked.person, why), now)
            await turn.keep_reply(asked.activity_id, Answer().stored())
    return Answer()


COMMANDS: Mapping[str, Do] = {
    "help": show_help,
    "pause": pause,
    "stop": pause,
    "resume": resume,
    "stats": show_figures,
    "figures": show_figures,
    "new": new,
    "status": status,
}
