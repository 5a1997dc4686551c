"""The state machine of QUALITY C1 and C2: everybody does everything in any order, and the oracle watches each step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handlers import approvals
from handlers.commands import decision_in
from handlers.decide import Click, press
from handlers.model import Details, Person, Request
from handlers.ports import Book, NewRequest, Policy, Ports
from handlers.reading import Message
from handlers.roles import Verb
from handlers.said import Said
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Kind
from handlers.triage import look_up, where_it_leads
from tests.opening import open_one
from tests.rules.given import AMINA, BEN, CHECKED, DANA, ELIF, FAY, GROUPS, KEY, NOW, THREAD, NoRegister, standing
from tests.rules.machine_book import MachineBook
from tests.rules.machine_world import Accountable, Actor, Paced, People
from tests.rules.oracle import Came, Oracle

STAFF = (AMINA, BEN, DANA, ELIF, FAY)
BAS = (AMINA, BEN)
DEVELOPERS = (DANA, ELIF, FAY)
APPROVING = (Verb.APPROVE, Verb.CONFIRM_DELETION)
OTHERS = (
    Verb.ASK_DEVELOPER,
    Verb.CHANGE_DETAILS,
    Verb.CANCEL,
    Verb.REJECT,
    Verb.IM_LOOKING,
    Verb.ASK_AGAIN,
    Verb.RESOLVED_BY_BA,
    Verb.REFER_BACK,
)
INPUTS = {**CHECKED, "reason": "The wrong person"}
WAITS = (1, 20, 31, 61, 150, 400, 901, 3600, 86_400, 4 * 86_400)  # seconds
NUMBERS = st.integers(0, 5)
EVENTS = st.tuples(
    st.sampled_from(["", "", "is slow", "it sleeps", "the first loses access", "edited by Ben", "edited by the first"]),
    st.integers(0, 3),
)
people, developers = st.sampled_from(STAFF), st.sampled_from(DEVELOPERS)


@dataclass
class Press:
    """A press on its way; `stopped`: it can count for nothing, whatever comes."""

    actor: Actor
    activity_id: str
    came: Came
    stopped: bool


class Machine(RuleBasedStateMachine):
    """People, two replicas' workers, the clock and the databases."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = self.make_loop()
        self.time = NOW
        self.people = People({each.object_id: standing(GROUPS.ba) for each in (AMINA, BEN)})
        for each in DEVELOPERS:
            self.people.now[each.object_id] = standing(GROUPS.developer, GROUPS.production_access)
        self.service = Accountable(clock=lambda: self.time)
        self.service.committed = lambda number: self.oracle.committed(number, self.time)
        self.book = self.make_book()
        self.presses: list[Press] = []
        self.workers: list[Actor] = []
        self.sent: list[Click] = []
        self.answered: set[str] = set()
        self.cards: dict[UUID, list[Request]] = {}
        self.oracle = Oracle(None, asked_twice=False)
        self.policy = Policy()

    def make_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    def make_book(self) -> Book:
        return MachineBook()

    async def numbers(self) -> list[UUID]:
        assert isinstance(self.book, MachineBook)
        return list(self.book.rows.requests)

    def ports(self, actor: Actor | None = None) -> Ports:
        book: Any = Paced(self.book, actor) if actor else self.book
        service: Any = Paced(self.service, actor) if actor else self.service
        return Ports(book, self.people, service, NoRegister(), lambda: self.time, GROUPS, KEY, self.policy)

    def do(self, awaitable: Awaitable[Any]) -> Any:
        """Nothing here waits for anything, so it is over in one go and needs no loop."""
        try:
            awaitable.__await__().send(None)
        except StopIteration as end:
            return end.value
        raise AssertionError("something waited")

    # --- how it begins and ends ---------------------------------------------------------------------------------------

    @initialize(
        limit=st.sampled_from([None, None, 0, 1]), twice=st.booleans(), asking=st.tuples(people, st.sampled_from(BAS))
    )
    def begin(self, limit: int | None, twice: bool, asking: tuple[Person, ...]) -> None:
        self.policy = Policy(1, {} if limit is None else {Kind.UNLINK_ONE_LOGIN: limit})
        self.oracle = Oracle(limit, asked_twice=twice)
        # Unlinks stand for deletions too: what is asked twice is a table of one row.
        approvals.ASKED_TWICE = frozenset({Kind.UNLINK_ONE_LOGIN} if twice else ())
        for number, person in enumerate(asking):
            self.asks(person, number)
            self.look_around()

    def teardown(self) -> None:
        """Everything heals; then every request that runs must come to an end that is true."""
        try:
            for each in self.presses:
                each.actor.die()
            for worker in self.workers:
                worker.die()
            self.service.down, self.service.next_commit = False, "fine"
            self.service.forgotten.clear()
            for _ in range(3):
                self.time += timedelta(minutes=61)  # as long as it may take until somebody looks again
                while self.do(settle_next(self.ports())):
                    self.look_around()
                    self.time += timedelta(seconds=1)
                self.look_around()
            for request in self.requests():
                assert request.state not in (State.RUNNING, State.UNKNOWN), "it never ends"
        finally:
            approvals.ASKED_TWICE = frozenset({Kind.DELETE_JOBSEEKER})
            self.close()

    def close(self) -> None:
        self.loop.close()

    # --- what the oracle sees -----------------------------------------------------------------------------------------

    def requests(self) -> list[Request]:
        return list(self.do(self._requests()))

    async def _requests(self) -> list[Request]:
        found = [await self.book.find(number) for number in await self.numbers()]
        return [each for each in found if each is not None]

    @invariant()
    def look_around(self) -> None:
        self._compare(self.requests())

    def _compare(self, found: list[Request]) -> None:
        for request in found:
            cards = self.cards.setdefault(request.id, [])
            if not cards or cards[-1].version != request.version:
                cards.append(request)
            if request.id in self.oracle.files:
                self.oracle.seen(request, self.time)
        assert (self.do(self.book.pause()) is not None) == (self.oracle.paused_by is not None)

    def picked(self, number: int) -> Request:
        cards = list(self.cards.values())[number % len(self.cards)]
        return cards[-1]

    # --- people -------------------------------------------------------------------------------------------------------

    def asks(self, person: Person, number: int) -> None:
        request = self.do(self._open(person, f"jobseeker{number}@example.com"))
        self.oracle.opened(request, {person.object_id})

    async def _open(self, person: Person, email: str) -> Request:
        details = Details(email, identity_check="own_address")
        evidence = await look_up(Kind.UNLINK_ONE_LOGIN, details, self.ports())
        state, result = where_it_leads(evidence)
        new = NewRequest(Kind.UNLINK_ONE_LOGIN, details, THREAD, (person,), {"evidence": evidence, "result": result})
        return await open_one(self.book, new, state, self.time)

    @rule(person=people, number=NUMBERS, verb=st.sampled_from(OTHERS), old=st.booleans(), held=st.booleans())
    def presses_a_button(self, person: Person, number: int, verb: Verb, old: bool, held: bool) -> None:
        self._press(person, number, verb, old=old and held, held=held)

    @rule(person=people, number=NUMBERS, verb=st.sampled_from(APPROVING), old=st.booleans(), held=st.booleans())
    def approves(self, person: Person, number: int, verb: Verb, old: bool, held: bool) -> None:
        self._press(person, number, verb, old=old and held, held=held)

    @rule(asking=people, approving=st.permutations(DEVELOPERS), number=NUMBERS, event=EVENTS)
    def is_decided(self, asking: Person, approving: Sequence[Person], number: int, event: tuple[str, int]) -> None:
        """What usually happens, so that what runs is in reach; before one of the presses comes something else."""
        self._press(asking, number, Verb.ASK_DEVELOPER)
        first, second = approving[:2]
        for place, (person, verb) in enumerate(product((first, second), APPROVING)):
            what = event[0] if event[1] == place else ""
            if what == "it sleeps":
                self.time += timedelta(seconds=150)
            elif what == "the first loses access":
                self.people.now[first.object_id] = standing(GROUPS.developer)
            elif what.startswith("edited"):
                for again in (Verb.CHANGE_DETAILS, Verb.ASK_DEVELOPER):
                    self._press(first if what.endswith("the first") else BEN, number, again)
            self._press(person, number, verb, held=what == "is slow")
            if what == "is slow":
                return

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 50), held=st.booleans())
    def is_delivered_again(self, number: int, held: bool) -> None:
        self._deliver(self.sent[-1 - number % len(self.sent)], held)

    @rule(person=people, number=NUMBERS, behind=st.integers(-1, 2), verb=st.sampled_from(["approve", "confirm"]))
    def types(self, person: Person, number: int, behind: int, verb: str) -> None:
        request = self.picked(number)
        version = request.version - behind
        decide = decision_in(f"{verb} {request.code}-{max(version, 0)}")
        assert decide is not None
        said = Said(str(uuid4()), person, THREAD, Message(""))
        actor = Actor(self.loop, "typed", holds=False)
        which = Verb.APPROVE if verb == "approve" else Verb.CONFIRM_DELETION
        came = self._came(person, which, request.id, version)
        self._follow(actor, said.activity_id, came, decide(said, self.ports(actor)))

    def _press(self, person: Person, number: int, verb: Verb, *, old: bool = False, held: bool = False) -> None:
        shown = list(self.cards.values())[number % len(self.cards)][0 if old else -1]
        click = Click(
            activity_id=str(uuid4()),
            person=person,
            conversation_id=THREAD.conversation_id,
            by_hand=True,
            shown_on=shown.id,
            verb=verb,
            request_id=shown.id,
            version=shown.version,
            digest=shown.digest,
            inputs=INPUTS,
        )
        self.sent.append(click)
        self._deliver(click, held)

    def _deliver(self, click: Click, held: bool) -> None:
        assert click.request_id is not None and click.version is not None
        actor = Actor(self.loop, "press", holds=held)
        came = self._came(click.person, Verb(click.verb), click.request_id, click.version)
        self._follow(actor, click.activity_id, came, press(click, self.ports(actor)))

    def _came(self, person: Person, verb: Verb, request_id: UUID, version: int) -> Came:
        able = frozenset(each.object_id for each in STAFF if self.people.may_approve(each))
        return Came(person, verb, request_id, version, self.time, able)

    def _follow(self, actor: Actor, activity_id: str, came: Came, coroutine: Awaitable[Any]) -> None:
        stopped = self.oracle.paused_by is not None or activity_id in self.answered
        held = Press(actor, activity_id, came, stopped)
        if not actor.holds:
            self._write(held, lambda: actor.start(coroutine))
            return
        actor.start(coroutine)
        if not actor.over:
            self.presses.append(held)

    def _write(self, held: Press, go_on: Callable[[], None]) -> None:
        """Let a press make its next move; whatever that changes is this person's doing."""
        came = held.came
        before = self.oracle.files[came.request_id]
        version = before.version
        if came.verb in APPROVING and not held.stopped and held.activity_id not in self.answered:
            self.oracle.approving(came, self.time)
        go_on()
        if held.actor.over:
            self.answered.add(held.activity_id)
        found = self.requests()
        for request in found:
            if request.id not in self.oracle.files:
                self.oracle.opened(request, before.asked_by | {came.person.object_id})
            elif request.id == came.request_id and request.version != version:
                self.oracle.edited(request.id, came.person, came.verb)
        self._compare(found)

    @precondition(lambda self: self.presses)
    @rule(number=NUMBERS, seconds=st.sampled_from([0, 0, 10, 31, 3600]))
    def a_press_goes_on(self, number: int, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)
        held = self.presses[number % len(self.presses)]
        self._write(held, held.actor.go_on)
        if held.actor.over:
            self.presses.remove(held)

    @precondition(lambda self: self.presses)
    @rule(number=NUMBERS)
    def the_replica_of_a_press_dies(self, number: int) -> None:
        self.presses.pop(number % len(self.presses)).actor.die()
