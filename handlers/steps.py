"""What a button leads to, before anything is written: one of a few kinds of step, or a sentence instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.answers import Say
from handlers.model import Look, Person, Request
from handlers.notices import Notice
from handlers.ports import Ports
from handlers.states import State


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
class Looking:
    """Nothing moves: the card tells who is looking."""

    look: Look


@dataclass(frozen=True)
class Again:
    """A new request with these fields, in the same thread, in place of one that came to nothing."""

    state: State
    changes: Mapping[str, Any]


Inputs = Mapping[str, str]
Planned = Step | ToConfirm | Looking | Again | Say
Plan = Callable[[Request, Person, Inputs, Ports], Awaitable[Planned]]
