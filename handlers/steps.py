"""What a button leads to, before anything is written: one of a few kinds of step, or a sentence instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.answers import Say, View
from handlers.model import Details, Look, Person, Request
from handlers.notices import Notice
from handlers.ports import Ports
from handlers.states import State
from handlers.terms import Kind


@dataclass(frozen=True)
class Step:
    """One arrow (or edit in place) with all that goes with it in the same transaction.

    `joins`: whoever pressed becomes a requester, and so can never approve this request. `approves`: it is one
    developer's yes.
    """

    to: State
    changes: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None
    notice: Callable[[Request], Notice] | None = None
    joins: bool = False
    approves: bool = False
    say: Say | None = None


@dataclass(frozen=True)
class ToConfirm:
    """Nothing moves: the person who pressed is asked once more, in their own view."""


@dataclass(frozen=True)
class Reading:
    """Nothing moves: the person who pressed gets a view of their own, and the audit notes that they looked."""

    view: View


@dataclass(frozen=True)
class Looking:
    """Nothing moves: the card tells who is looking."""

    look: Look


@dataclass(frozen=True)
class Again:
    """A new request in the same thread that follows this one, to ask once more or to undo."""

    kind: Kind
    details: Details
    state: State
    changes: Mapping[str, Any]
    say: Say


Inputs = Mapping[str, str]
Unspoken = Step | ToConfirm | Reading | Looking | Again
Planned = Unspoken | Say
Plan = Callable[[Request, Person, Inputs, Ports], Awaitable[Planned]]
