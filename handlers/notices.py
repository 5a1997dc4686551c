"""The notices that requests give rise to: who is told of what."""

from __future__ import annotations

from dataclasses import replace

from handlers.model import Audience, Notice, NoticeKind, Person, Request
from handlers.states import FINAL, State


def approval_needed(request: Request) -> Notice:
    """Tells developers that a request waits for one of them."""
    return Notice(NoticeKind.APPROVAL_NEEDED, Audience.DEVELOPERS, request.thread, request.id, request.state)


def developer_needed(request: Request) -> Notice:
    """Tells developers that something has to be done by hand."""
    return Notice(NoticeKind.DEVELOPER_NEEDED, Audience.DEVELOPERS, request.thread, request.id, request.state)


def outcome(request: Request) -> Notice:
    """Tells everyone who asked how their request ended."""
    people = request.requesters
    return Notice(NoticeKind.OUTCOME, Audience.REQUESTERS, request.thread, request.id, request.state, people)


def told_others(request: Request, presser: Person) -> Notice | None:
    """The outcome for those who asked, without the person whose press led to it; None when nobody is left to tell."""
    if request.state not in FINAL and request.state is not State.REFERRED_BACK:
        return None
    others = tuple(each for each in request.requesters if each.object_id != presser.object_id)
    return replace(outcome(request), people=others) if others else None
