"""What the rules need from outside, as protocols; adapters/ holds the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

from handlers.figures import Figures
from handlers.model import Approval, Confirmation, Details, Look, Pause, Person, Request, Shown, Thread
from handlers.notices import Notice
from handlers.organisations import Answer, Listed
from handlers.roles import Groups, Standing
from handlers.service import ServiceDatabase
from handlers.states import State
from handlers.terms import Kind

LISTED: Final = 10  # requests that one answer lists; the book gives one more, so that the answer can say so


class Clock(Protocol):
    """The time now, with its zone, passed in so that tests can turn it."""

    def __call__(self) -> datetime: ...


class Directory(Protocol):
    """Who people are and which groups they are in at this moment (Microsoft Graph)."""

    async def standing(self, object_id: str) -> Standing:
        """Ask now; never from a cache. Raises DirectoryUnavailable on any doubt."""

    async def developers(self) -> tuple[Person, ...]:
        """The members of the developer group, to be mentioned. Raises DirectoryUnavailable."""

    async def active_developers(self) -> tuple[Active, ...]:
        """The developers with production access now, to be named. Raises DirectoryUnavailable."""


@dataclass(frozen=True)
class Active:
    """A developer with production access, and when it ends as far as the directory tells."""

    person: Person
    until: datetime | None = None


class Organisations(Protocol):
    """Our copy of the register (GIAS). Every call raises RegisterUnavailable without one of the last seven days."""

    def look_up(self, query: str, most: int = 5) -> Answer:
        """Answer a number, a name or a postcode, best first; takes milliseconds and reads nothing but a local file."""

    def groups_named(self, name: str, most: int = 5) -> tuple[Listed, ...]:
        """The trusts, sponsors and other groups of this very name, open ones first; searches for schools omit them."""

    def find(self, organisation_id: str) -> Listed | None:
        """One organisation by its id (urn:…, uid:…, la:…), with what it is linked to."""


@dataclass(frozen=True)
class NewRequest:
    """What is needed to open a request; the bot database gives it a code and version 1."""

    kind: Kind
    details: Details
    thread: Thread
    requesters: tuple[Person, ...]
    changes: Mapping[str, Any]
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Opening:
    """A request to open in this state, the delivery that asks for it, what that is answered, and who is told."""

    new: NewRequest
    state: State
    activity_id: str
    reply: Mapping[str, Any]
    notice: Notice | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the audit, without personal data by construction.

    `actor` is an Entra object id or "bot"; `code` a Refusal, Result, decision or the like; `digest` the evidence's.
    """

    action: str
    actor: str
    request_id: UUID | None = None
    version: int | None = None
    from_state: State | None = None
    to_state: State | None = None
    code: str | None = None
    digest: str | None = None


class Turn(Protocol):
    """One transaction on the bot database: all that is done in it happens together or not at all."""

    async def first_time(self, activity_id: str) -> bool:
        """Take this activity; False when another delivery of it has been answered already."""

    async def keep_reply(self, activity_id: str, reply: Mapping[str, Any]) -> None:
        """Store what was answered, for later deliveries of the same activity."""

    async def open_again(self, new: NewRequest, earlier: Request, state: State, at: datetime) -> Request | None:
        """Open a request in place of an earlier one; None, and nothing written, when somebody has done that already."""

    async def find(self, request_id: UUID) -> Request | None: ...

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        """Take one arrow (or edit in place): one conditional UPDATE on state and version, with its audit record.

        `changes` names fields of Request. Returns None, and writes nothing, when the request moved on meanwhile.
        """

    async def look(self, request: Request, look: Look | None, entry: Entry, at: datetime) -> bool:
        """Note who is looking at this version of a request, without making a new one; False when it moved on."""

    async def remind(self, request: Request, sent: int, next_at: datetime | None, entry: Entry, at: datetime) -> bool:
        """Note that so many reminders were sent; False when the request moved on or somebody else reminded."""

    async def to_confirm(self, request_id: UUID, confirmation: Confirmation) -> None:
        """Store the first step of an approval; an earlier one by the same person is replaced."""

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        """How many requests of this kind were approved since then and have run or still may.

        Approvals of one kind wait here for each other until the transaction ends, so that no two take the last place.
        """

    async def set_pause(self, pause: Pause, entry: Entry, at: datetime) -> None:
        """Stop all actions; every open card is to be drawn anew."""

    async def lift_pause(self, person: Person, entry: Entry, at: datetime) -> bool:
        """Let actions go on; False when nothing is paused, or by this person by now."""

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None: ...

    async def add_approval(self, request_id: UUID, approval: Approval) -> None: ...

    async def record(self, entry: Entry, at: datetime) -> None:
        """Write an audit record that goes with no move."""

    async def notify(self, notice: Notice, at: datetime) -> None:
        """Store a notice to be sent once."""

    def give_up(self) -> None:
        """Roll this transaction back when it is left, without an error."""


@dataclass(frozen=True)
class Seen:
    """What the bot database knows when a click arrives; `reply` is there when the activity was answered before."""

    reply: Mapping[str, Any] | None = None
    request: Request | None = None
    pause: Pause | None = None


class Book(Protocol):
    """The bot database: the only place where requests live."""

    def turn(self) -> AbstractAsyncContextManager[Turn]:
        """Begin a transaction; leaving without error commits it."""

    async def seen(self, activity_id: str, request_id: UUID | None) -> Seen:
        """What a click begins with, in one look: the reply it got before, the request, the pause."""

    async def open(self, opening: Opening, at: datetime) -> bool:
        """Write a request with its audit record, the wish for a card and the reply: all of it or nothing.

        False, and nothing written, when another delivery of the activity has been answered already.
        """

    async def reply_to(self, activity_id: str) -> Mapping[str, Any] | None:
        """The stored reply of an activity that was answered before."""

    async def find(self, request_id: UUID) -> Request | None: ...

    async def find_by_code(self, code: str) -> Request | None:
        """The request with this code, as a card shows it in capitals."""

    async def open_about(self, kind: Kind, subject: str) -> Request | None:
        """The oldest open request of this kind about this address, capitals and outer blanks ignored."""

    async def about(self, subject: str) -> tuple[Request, ...]:
        """The newest requests about this address, forgotten ones too; LISTED and one more at most."""

    async def waiting(self) -> tuple[Request, ...]:
        """The open requests, oldest first; LISTED and one more at most."""

    async def shown(self, request_id: UUID) -> Shown | None:
        """What the card of this request is drawn from."""

    async def confirmation(self, request_id: UUID, object_id: str) -> Confirmation | None:
        """The first step of this person's approval, if they took it."""

    async def kept_login(self, request_id: UUID) -> str | None:
        """The old One Login id that an unlink kept for its undo, opened; None once it is forgotten."""

    async def unlinked_again(self, account_id: str, since: datetime) -> bool:
        """Whether this bot unlinked the account once more after that moment."""

    async def forget_logins(self, at: datetime) -> bool:
        """Forget the kept id of one unlink whose time to be undone is over; False when there is none."""

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        """As a turn's, without waiting: for what a card says beforehand."""

    async def pause(self) -> Pause | None:
        """The pause that holds all actions back now."""

    async def figures(self, since: datetime, at: datetime) -> Figures:
        """What became of the requests opened since then, and what waits now."""

    async def next_approved(self, attempt: UUID, at: datetime) -> Request | None:
        """Move one approved request that has not lapsed to running, under this attempt, committed on return.

        None while actions are paused.
        """

    async def fence(self, request_id: UUID, attempt: UUID, xid: str, undo: str | None, at: datetime) -> bool:
        """Store the service database's transaction id before its COMMIT, with what an undo needs (encrypted).

        False when this attempt has been settled meanwhile or is overdue to be, or actions are paused: then roll back.
        """

    async def to_settle(self, at: datetime) -> Request | None:
        """One running or unknown request whose time to be looked at has come; put off for others meanwhile."""

    async def settle_at(self, request_id: UUID, at: datetime) -> None:
        """Name the next time to look at a running or unknown request."""

    async def overdue(self, at: datetime) -> Request | None:
        """One request whose state has lasted as long as it may."""

    async def to_remind(self, at: datetime) -> Request | None:
        """One request of which developers are to be reminded."""

    async def remind_at(self, request_id: UUID, at: datetime) -> None:
        """Name the next time to think of a reminder."""

    async def end_looks(self, at: datetime) -> bool:
        """Take the name of whoever was looking off a card whose time is over; False when there is none."""


@dataclass(frozen=True)
class Policy:
    """What the team decides in the settings: how many have to approve a deletion, and how much one may a day."""

    approvals_to_delete: int = 1
    per_day: Mapping[Kind, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ports:
    """Everything that the rules need from outside, handed to each of them by the wiring."""

    book: Book
    directory: Directory
    service: ServiceDatabase
    organisations: Organisations
    clock: Clock
    groups: Groups
    digest_key: bytes
    policy: Policy = field(default_factory=Policy)
