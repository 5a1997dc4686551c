"""Every error the rules raise or expect from a port.

BotError
├── Unavailable             the outside could not be asked; nothing was done
│   ├── AnchorUnavailable
│   ├── DirectoryUnavailable
│   ├── RegisterUnavailable
│   ├── ServiceDatabaseUnavailable
│   └── TeamsUnavailable    (with the seconds to wait)
│       └── TeamsThrottled  (the whole channel waits)
├── ErasureRefused          a deletion stopped itself; nothing was committed
│   ├── ApplicationsFound
│   ├── NeedsHands          (messages without an application, files)
│   └── RowsDiffer          (with the step of the erasure map)
├── TeamsRefused            Teams answered that it never will
├── ReplyLost               sent, and no answer: it may have happened
└── ArrowMissing            a move that the state table does not hold: a fault in our code
"""

from __future__ import annotations


class BotError(Exception):
    """The root of all errors that this project raises on purpose."""


class Unavailable(BotError):
    """Something outside could not be asked, so nothing was done."""


class AnchorUnavailable(Unavailable):
    """The place outside that holds the audit's head could not be read or written."""


class DirectoryUnavailable(Unavailable):
    """Microsoft Graph gave no clear answer in time, so the person has no rights."""


class RegisterUnavailable(Unavailable):
    """There is no copy of the register of organisations that is at most seven days old."""


class ServiceDatabaseUnavailable(Unavailable):
    """The service database could not be asked, or refused before anything was changed."""


class ErasureRefused(BotError):
    """A deletion stopped itself inside the service database; its transaction must not be committed."""


class ApplicationsFound(ErasureRefused):
    """There is a job application, a draft at least: such a person is never deleted."""


class NeedsHands(ErasureRefused):
    """Messages without an application or files in a text: Rails would do more here than plain SQL can."""


class RowsDiffer(ErasureRefused):
    """A step met other rows than had been read a moment before; `step` is its name in the erasure map."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step} met other rows than were read")
        self.step = step


class TeamsUnavailable(Unavailable):
    """Teams asks us to come back later.

    `wait` is in seconds, None when Teams named no time.
    """

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class TeamsThrottled(TeamsUnavailable):
    """Teams answered 429: the budget of the whole channel is spent, not only of this message."""


class TeamsRefused(BotError):
    """Teams said no for good: `status` is the HTTP status, `code` is Teams' own word for it."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"Teams answered {status} {code}")
        self.status = status
        self.code = code


class ReplyLost(BotError):
    """A call left this machine and no answer came back: it may or may not have happened."""


class ArrowMissing(BotError):
    """A move between states that the table of states does not hold."""


def kind_of(error: BaseException) -> str:
    """What the driver or the network called it first; never its words, which may hold an address."""
    while error.__cause__ is not None:
        error = error.__cause__
    return type(error).__name__
