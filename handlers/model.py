"""What the rules speak of: people, requests, what was given, what was looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handlers.diagnosis import Access, Page
from handlers.holdings import Options, Summary
from handlers.states import State
from handlers.terms import Because, Finding, Kind, Result, Verdict


@dataclass(frozen=True)
class Person:
    """Somebody in the channel.

    `object_id` is the Entra object id, `teams_id` the bot's own 29: id for them, `name` is for display only.
    """

    object_id: str
    teams_id: str
    name: str


@dataclass(frozen=True)
class Thread:
    """The thread that a request lives in: `conversation_id` with its ;messageid=, and where to send."""

    conversation_id: str
    service_url: str


@dataclass(frozen=True)
class Details:
    """What people gave: everything that a form can change.

    `subject` is an email address: of the account, or of the hiring staff who cannot sign in. `organisation` is how
    their organisation was described, `organisation_id` the one of the register that a person chose (urn:…, uid:…,
    la:…); `error_page` is what they saw. `understood` explains the reading of a message and holds nothing of it.
    """

    subject: str | None = None
    current_email: str | None = None
    identity_check: str | None = None
    identity_note: str | None = None
    ticket: str | None = None
    candidates: tuple[str, ...] = ()
    subject_exact: bool = False
    text: str | None = None
    stop_alerts: bool = False
    remove_feedback: bool = False
    organisation: str | None = None
    organisation_id: str | None = None
    error_page: Page | None = None
    understood: tuple[str, ...] = ()

    @property
    def options(self) -> Options:
        """What a deletion is to take beyond the account."""
        return Options(self.stop_alerts, self.remove_feedback)


@dataclass(frozen=True)
class Account:
    """One jobseeker as a card may show it: the One Login id only as its last four characters."""

    id: str
    email: str
    linked: bool
    login_tail: str | None
    closed_on: date | None
    last_sign_in_at: datetime | None
    sign_in_count: int
    applications: int


@dataclass(frozen=True)
class Evidence:
    """What was looked up, when, and the digest of all that a decision rests on (None: nothing to decide on).

    `erasure` is what a deletion would take and leave, in numbers; `drift` names how the live schema differs from what
    we know, in sentences about tables. `access` is what was found about a failed sign-in of hiring staff.
    """

    looked_up_at: datetime
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    account: Account | None = None
    second: Account | None = None
    addresses: tuple[str, ...] = ()
    digest: str | None = None
    erasure: Summary | None = None
    drift: tuple[str, ...] = ()
    access: Access | None = None


@dataclass(frozen=True)
class Approval:
    """One developer's yes to exactly one version and digest."""

    person: Person
    version: int
    digest: str
    at: datetime


@dataclass(frozen=True)
class Look:
    """A developer who said that they are looking at a request, until it lapses."""

    person: Person
    until: datetime


@dataclass(frozen=True)
class Confirmation:
    """The first step of approving a deletion, by one person to one version and digest; void after `until`."""

    object_id: str
    version: int
    digest: str
    until: datetime


@dataclass(frozen=True)
class Pause:
    """Who stopped all actions, and when."""

    by: Person
    since: datetime


@dataclass(frozen=True)
class Request:
    """One request as the bot database holds it; `version` grows with every change and names the card.

    An approval given to a version before `asked_version` no longer counts. `again_of` is the request that this one
    follows, to ask once more or to undo; `again_as` is the code of the one that follows this. `undoable`: the old One
    Login id is still kept. `forgotten`: it ended long ago and nothing personal is kept of it.
    """

    id: UUID
    code: str
    kind: Kind
    state: State
    version: int
    details: Details
    thread: Thread
    created_at: datetime
    state_since: datetime
    requesters: tuple[Person, ...]
    evidence: Evidence | None = None
    due_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()
    result: Result | None = None
    note: str | None = None
    decided_by: Person | None = None
    attempt: UUID | None = None
    xid: str | None = None
    look: Look | None = None
    asked_version: int = 0
    approvals_needed: int = 1
    needs_because: Because | None = None
    again_of: UUID | None = None
    again_as: str | None = None
    reminders: int = 0
    undoable: bool = False
    forgotten: bool = False

    @property
    def digest(self) -> str | None:
        return self.evidence.digest if self.evidence else None

    def asked_by(self, object_id: str) -> bool:
        """Whether this person created, edited or asked for the request, and so may never approve it."""
        return any(person.object_id == object_id for person in self.requesters)

    @property
    def standing_approvals(self) -> tuple[Approval, ...]:
        """The approvals that still count: to this digest, given since it last began to wait, one a person."""
        counted = {
            each.person.object_id: each
            for each in self.approvals
            if each.version >= self.asked_version and each.digest == self.digest
        }
        return tuple(counted.values())

    def approved_by(self, object_id: str) -> bool:
        """Whether this person's yes counts now."""
        return any(each.person.object_id == object_id for each in self.standing_approvals)

    def looked_at_by(self, now: datetime) -> Person | None:
        """Who is looking at this request now."""
        return self.look.person if self.look and self.look.until > now else None


@dataclass(frozen=True)
class Shown:
    """What a card is drawn from: the request, and the pause that holds all actions back."""

    request: Request
    pause: Pause | None = None
