"""The oracle of the state machine: keeps its own book of who asked, edited and approved, and judges what ran by it.

It knows the promises (QUALITY C1, C2), not the code: who may approve is judged by the people's true standing at the
click, how often something ran by the commits that the service database saw.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.model import Person, Request
from handlers.roles import Verb
from handlers.states import State
from handlers.terms import Result

FRESH = timedelta(minutes=15)
TO_WRITE = timedelta(seconds=30)  # from the press, when the directory is asked, to the approval that it leads to
TO_COMMIT = timedelta(seconds=31)  # from start to the fence 20, from there to the commit 10 at most
TO_CONFIRM = timedelta(minutes=2)
OVER = frozenset(
    {
        State.DONE,
        State.NOTHING_TO_DO,
        State.FAILED,
        State.RESOLVED_BY_BA,
        State.REJECTED,
        State.CANCELLED,
        State.EXPIRED,
        State.LAPSED,
        State.CLOSED,
    }
)
JOINING = frozenset({Verb.ASK_DEVELOPER, Verb.CHANGE_DETAILS, Verb.TRY_AGAIN, Verb.RESOLVED_BY_BA, Verb.REFER_BACK})
MAY_HAVE_RUN = frozenset({State.APPROVED, State.RUNNING, State.UNKNOWN, State.DONE})
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Came:
    """A press of a button as it arrived: on which version of which card, and who could approve at that moment."""

    person: Person
    verb: Verb
    request_id: UUID
    version: int
    at: datetime
    able: frozenset[str]


@dataclass(frozen=True)
class Yes:
    """A click that counts as one person's approval, and everybody who could have approved at that moment."""

    person: str
    round: int
    at: datetime
    able: frozenset[str]


@dataclass
class File:
    """What the oracle knows of one request."""

    asked_by: set[str]
    state: State = State.TRIAGE
    version: int = 0
    round: int = 0
    yes: list[Yes] = field(default_factory=list)
    first_steps: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    approved_at: datetime | None = None
    counted_at: datetime | None = None
    started_at: datetime | None = None
    fenced: bool = False


@dataclass
class Oracle:
    """Looks after every step of the machine; an AssertionError is a broken promise."""

    limit: int | None
    asked_twice: bool
    files: dict[UUID, File] = field(default_factory=dict)
    ran: Counter[UUID] = field(default_factory=Counter)
    paused_by: str | None = None

    def opened(self, request: Request, by: set[str]) -> None:
        self.files[request.id] = File(by, request.state, request.version)

    def edited(self, request_id: UUID, person: Person, verb: Verb) -> None:
        """This person's press changed the request."""
        if verb in JOINING:
            self.files[request_id].asked_by.add(person.object_id)

    def approving(self, came: Came, now: datetime) -> None:
        """A press of Approve or Confirm deletion came through to the moment of writing; see whether it counts."""
        file, who = self.files[came.request_id], came.person.object_id
        if file.state is not State.AWAITING_APPROVAL or file.version != came.version:
            return
        if who not in came.able or who in file.asked_by:
            return
        if self.asked_twice:
            if came.verb is Verb.APPROVE:
                file.first_steps[who] = (came.version, now + TO_CONFIRM)
                return
            first = file.first_steps.get(who)
            if first is None or first[0] != came.version or first[1] <= came.at:
                return
        elif came.verb is not Verb.APPROVE:
            return
        if now - came.at <= TO_WRITE:
            file.yes.append(Yes(who, file.round, came.at, came.able))

    def seen(self, request: Request, now: datetime) -> None:
        """Compare a request with what was known of it a step ago."""
        file = self.files[request.id]
        before, file.state, file.version = file.state, request.state, request.version
        assert before not in OVER or request.state is before, f"{before} moved on to {request.state}"
        assert {each.object_id for each in request.requesters} == file.asked_by, "who asked is not who asked"
        if request.state is not before:
            self._arrived(request, file, before, now)
        if request.xid is not None and not file.fenced:
            file.fenced = True
            assert self.paused_by is None, "passed the fence while paused"
        if request.result in (Result.UNLINKED, Result.NOT_COMMITTED, Result.COULD_NOT_REACH):
            said_done = request.result is Result.UNLINKED
            assert said_done == (self.ran[request.id] == 1), "the card says what is not so"

    def _arrived(self, request: Request, file: File, before: State, now: datetime) -> None:
        if State.AWAITING_APPROVAL in (request.state, before):
            file.round += request.state in (State.AWAITING_APPROVAL, State.TRIAGE)
        if request.state is State.APPROVED:
            needed = self.needed(request.id, now)
            self._assert_approved(file, needed)
            file.approved_at, file.counted_at = file.yes[-1].at, now
        if request.state is State.RUNNING:
            assert before is State.APPROVED
            assert self.paused_by is None, "started while paused"
            file.started_at = now  # how old the yes is counts where something happens: at the commit

    def committed(self, request_id: UUID, now: datetime) -> None:
        """The service database commits the action of this request at this moment."""
        file = self.files[request_id]
        self.ran[request_id] += 1
        assert self.ran[request_id] == 1, "it ran twice"
        assert file.state is State.RUNNING, f"it ran while {file.state}"
        assert file.fenced, "it ran past the fence"
        assert file.approved_at is not None
        assert now - file.approved_at <= FRESH + TO_WRITE + TO_COMMIT, "it ran on an old approval"
        self._assert_approved(file, 1)

    def _assert_approved(self, file: File, needed: int) -> None:
        """So many different people said yes to this round, who did not ask and could all approve at the last click."""
        counts = [each for each in file.yes if each.round == file.round and each.person not in file.asked_by]
        assert counts, "approved by nobody who may"
        last = counts[-1]
        people = {each.person for each in counts} & last.able
        assert len(people) >= needed, f"approved by {len(people)} of {needed}"

    def needed(self, request_id: UUID, now: datetime) -> int:
        """How many had to approve this one, counting what was approved before on the same day in the UK."""
        if self.limit is None:
            return 1
        today = now.astimezone(LONDON).date()
        used = sum(
            file.state in MAY_HAVE_RUN
            and file.counted_at is not None
            and file.counted_at.astimezone(LONDON).date() == today
            for number, file in self.files.items()
            if number != request_id
        )
        return 2 if used >= self.limit else 1
