"""The notices that requests give rise to: who is told of what."""

from __future__ import annotations

from handlers.model import Audience, Notice, NoticeKind, Request


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
