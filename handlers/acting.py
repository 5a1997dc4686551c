"""What an attempt at an action comes to, before and after its commit."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.model import Evidence
from handlers.states import State
from handlers.terms import Result


@dataclass(frozen=True)
class Ending:
    """Where a request ends, and why; `evidence` replaces what was shown when it is out of date."""

    state: State
    result: Result
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Acted:
    """Done in the open transaction and ready to commit; `undo` is what an undo would need, to be kept sealed."""

    undo: str | None = None
