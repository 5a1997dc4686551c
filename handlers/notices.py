"""The notices that requests give rise to: who is told of what. Their words are in bot/words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from handlers.model import Person, Request, Thread
from handlers.states import FINAL, State


class Audience(StrEnum):
    """Whom a notice mentions."""

    DEVELOPERS = "developers"
    ALL_DEVELOPERS = "all_developers"
    REQUESTERS = "requesters"
    NOBODY = "nobody"


class NoticeKind(StrEnum):
    """What a notice says; its words are in bot/words."""

    APPROVAL_NEEDED = "approval_needed"
    DEVELOPER_NEEDED = "developer_needed"
    OUTCOME = "outcome"
    HELP = "help"
    COULD_NOT_CHECK_YOU = "could_not_check_you"
    REMINDER = "reminder"
    SECOND_NEEDED = "second_needed"
    PAUSED = "paused"
    RESUMED = "resumed"
    FIGURES = "figures"
    SAID = "said"
    WAITING = "waiting"
    STANDING = "standing"
    FOUND = "found"


@dataclass(frozen=True)
class Notice:
    """A message to send once in a thread, mentioning people; the words are chosen when it is sent.

    `code` is what there is to say to somebody who typed a command: a Say or Refusal. `people` are whom to mention, and
    for developers whom not to: those who asked cannot approve.
    """

    kind: NoticeKind
    audience: Audience
    thread: Thread
    request_id: UUID | None = None
    state: State | None = None
    people: tuple[Person, ...] = field(default=())
    code: str | None = None


def approval_needed(request: Request) -> Notice:
    """Tells developers that a request waits for one of them; those who asked cannot approve and are left out."""
    return _to_developers(NoticeKind.APPROVAL_NEEDED, request, request.requesters)


def second_needed(request: Request) -> Notice:
    """Tells developers that one of them has approved and another has to."""
    return _to_developers(NoticeKind.SECOND_NEEDED, request, _cannot_approve(request))


def developer_needed(request: Request) -> Notice:
    """Tells developers that something has to be done by hand."""
    return _to_developers(NoticeKind.DEVELOPER_NEEDED, request, ())


def reminder(request: Request, *, to_all: bool) -> Notice:
    """Reminds developers of what still waits for them: of an approval those who can still give it."""
    waits_for_approval = request.state is State.AWAITING_APPROVAL
    notice = _to_developers(NoticeKind.REMINDER, request, _cannot_approve(request) if waits_for_approval else ())
    return replace(notice, audience=Audience.ALL_DEVELOPERS) if to_all else notice


def _cannot_approve(request: Request) -> tuple[Person, ...]:
    """Whoever asked, and whoever has approved already."""
    return (*request.requesters, *(each.person for each in request.standing_approvals))


def _to_developers(kind: NoticeKind, request: Request, without: tuple[Person, ...]) -> Notice:
    return Notice(kind, Audience.DEVELOPERS, request.thread, request.id, request.state, without)


def ended(state: State, request_id: UUID, thread: Thread, people: tuple[Person, ...]) -> Notice:
    """Tells these people how a request ended."""
    return Notice(NoticeKind.OUTCOME, Audience.REQUESTERS, thread, request_id, state, people)


def outcome(request: Request) -> Notice:
    """Tells everyone who asked how their request ended."""
    return ended(request.state, request.id, request.thread, request.requesters)


def told_others(request: Request, presser: Person) -> Notice | None:
    """The outcome for those who asked, without the person whose press led to it; None when nobody is left to tell."""
    if request.state not in FINAL and request.state is not State.REFERRED_BACK:
        return None
    others = tuple(each for each in request.requesters if each.object_id != presser.object_id)
    return replace(outcome(request), people=others) if others else None


def said(thread: Thread, person: Person, code: str, request_id: UUID | None = None) -> Notice:
    """Answers in the thread what somebody typed there."""
    return Notice(NoticeKind.SAID, Audience.REQUESTERS, thread, request_id, None, (person,), code)


def told(kind: NoticeKind, thread: Thread, person: Person) -> Notice:
    """Tells one person something that concerns no request."""
    return Notice(kind, Audience.REQUESTERS, thread, people=(person,))
