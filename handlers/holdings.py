"""What the service database holds about one person: what a deletion would take, what it leaves, what forbids it.

Pure values. The adapter fills them from its erasure map; a step of that map is known here by its name only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

Keys = tuple[str, ...]

# job_application.rb:79; the position is what the database holds.
STATUSES = (
    "draft",
    "submitted",
    "reviewed",
    "shortlisted",
    "unsuccessful",
    "withdrawn",
    "interviewing",
    "offered",
    "declined",
    "unsuccessful_interview",
    "rejected",
)
NO_STATUS, OTHER_STATUS = "no_status", "other_status"

# Every night the service adds a row for each alert it sends and drops those older than a week
# (delete_old_alert_runs_job.rb:5). Under the digest they would void every approval that waits until the next day.
_MOVES_BY_ITSELF = "alert_runs"


@dataclass(frozen=True)
class Options:
    """What a deletion takes beyond the account, as the service's own inactivity job does."""

    stop_alerts: bool = False
    remove_feedback: bool = False


@dataclass(frozen=True)
class Holder:
    """An account under the address that was asked for; `email` as it is stored, capitals and all."""

    id: str
    email: str


@dataclass(frozen=True)
class Holdings:
    """Everything that is held about one person, read in one go.

    `id` is None when there is no account; `email` is then the address that was asked for, in lower case.
    `account`, `alerts` and `feedback` name the steps of the erasure map with the sorted primary keys that each would
    take: always, with `stop_alerts`, with `remove_feedback`. `loosened` is feedback on the person's job alerts: it
    stays and loses its link to them. `applications` counts by the names of STATUSES, drafts included.
    `stays` counts what a deletion leaves, by table; it is counted in a preview only, never under the lock, and None
    stands for what could not be counted in time.
    """

    id: str | None
    email: str
    account: Mapping[str, Keys] = field(default_factory=dict)
    alerts: Mapping[str, Keys] = field(default_factory=dict)
    feedback: Mapping[str, Keys] = field(default_factory=dict)
    loosened: Keys = ()
    applications: Mapping[str, int] = field(default_factory=dict)
    messages_without_application: int = 0
    embeds: int = 0
    stays: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def may_be_erased(self) -> bool:
        """Whether nothing forbids it: no application in any status, no message, no file (a developer's work)."""
        return not self.applications and not self.messages_without_application and not self.embeds

    def goes(self, options: Options) -> dict[str, Keys]:
        """The keys that a deletion with these options takes, by step."""
        return {
            **self.account,
            **(self.alerts if options.stop_alerts else {}),
            **(self.feedback if options.remove_feedback else {}),
        }

    def loses_link(self, options: Options) -> Keys:
        """Feedback that stays and no longer says which job alert it was about."""
        if not options.stop_alerts:
            return ()
        gone = {key for keys in self.feedback.values() for key in keys} if options.remove_feedback else set()
        return tuple(key for key in self.loosened if key not in gone)


@dataclass(frozen=True)
class Summary:
    """The same in numbers, for a card and for the evidence of a request: no key of any row."""

    account: Mapping[str, int]
    alerts: Mapping[str, int]
    feedback: Mapping[str, int]
    loosened: int
    applications: Mapping[str, int]
    messages_without_application: int
    embeds: int
    stays: Mapping[str, int | None]


@dataclass(frozen=True)
class Found:
    """What is there under an address or an id.

    With several accounts (equal but for capitals) there are no holdings: somebody has to say which is meant. Under an
    address without an account the holdings have no id, and may still hold job alerts.
    """

    accounts: tuple[Holder, ...] = ()
    holdings: Holdings | None = None


@dataclass(frozen=True)
class Application:
    """One job application as the private list shows it; `status` by the names of STATUSES, times UTC without zone."""

    vacancy: str | None
    organisation: str | None
    status: str
    submitted_at: datetime | None
    from_jobseeker: int
    from_publisher: int


class Erasures(Protocol):
    """Reading about deletions. Every call raises ServiceDatabaseUnavailable when the database could not do it."""

    async def preview(self, address: str) -> Found:
        """What is held under this address, capitals and outer blanks ignored."""

    async def preview_of(self, subject_id: str) -> Found:
        """The same for one account; nothing is found for what is no id."""

    async def applications(self, subject_id: str) -> tuple[Application, ...]:
        """The job applications of one account, oldest first."""

    async def drift(self) -> tuple[str, ...]:
        """How the live schema differs from the erasure map, in sentences; with any, nothing may be deleted."""


class Erasing(Protocol):
    """Deleting in the one open transaction of an action, in this order.

    Every call raises ServiceDatabaseUnavailable when the database could not do it.
    """

    async def drift(self) -> tuple[str, ...]:
        """The same as Erasures.drift, in this transaction."""

    async def lock_holdings(self, subject_id: str | None, address: str, options: Options) -> Holdings | None:
        """Lock the account's row, then read what it holds; what options take is looked for before the lock.

        `address` is the email that the evidence holds. None when the account is gone, or, without an id, when there
        is an account under the address by now.
        """

    async def erase(self, holdings: Holdings, options: Options) -> Mapping[str, int]:
        """Delete what `lock_holdings` read in this transaction, and say how many rows each step took.

        Raises ApplicationsFound, NeedsHands, RowsDiffer: then leave the transaction without a commit.
        """


def summary(holdings: Holdings) -> Summary:
    """The holdings in numbers."""
    return Summary(
        _numbers(holdings.account),
        _numbers(holdings.alerts),
        _numbers(holdings.feedback),
        len(holdings.loosened),
        dict(holdings.applications),
        holdings.messages_without_application,
        holdings.embeds,
        dict(holdings.stays),
    )


def digest(holdings: Holdings, options: Options, key: bytes) -> str:
    """A keyed fingerprint of who it is, what was ticked and which rows that takes; 64 hex digits.

    What stays is left out, and so are alert runs: they come and go every night and are part of their job alert.
    """
    rests_on = {
        "id": holdings.id,
        "email": holdings.email,
        "options": asdict(options),
        "goes": {step: sorted(keys) for step, keys in holdings.goes(options).items() if step != _MOVES_BY_ITSELF},
        "loses_link": sorted(holdings.loses_link(options)),
    }
    text = json.dumps(rests_on, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def status_name(number: int | None) -> str:
    """The name of a status as the database holds it; there are rows without one, and may be newer ones."""
    if number is None:
        return NO_STATUS
    return STATUSES[number] if 0 <= number < len(STATUSES) else OTHER_STATUS


def _numbers(keys: Mapping[str, Keys]) -> dict[str, int]:
    return {step: len(found) for step, found in keys.items()}
