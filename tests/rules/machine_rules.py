"""The rest of the state machine: what happens to people, workers, the clock and the service database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from handlers.commands import command_in
from handlers.execute import run_next
from handlers.model import Person
from handlers.reading import Message
from handlers.said import Said
from handlers.settle import settle_next
from handlers.timers import time_out
from tests.rules.given import BEN, GROUPS, THREAD, standing
from tests.rules.machine import BAS, DEVELOPERS, EVENTS, NUMBERS, WAITS, Machine, developers, people
from tests.rules.machine_world import Actor

CHANGES = ("leaves", "joins", "activates", "deactivates", "is disabled", "becomes a guest")


PAUSE = -1
MEANWHILE = (0, 0, PAUSE, 9, 21, 60, 10_800)  # nothing, a pause, or so many seconds of sleep, and then the settler
CALLS = st.integers(0, 5)
FATES = ("fine", "fine", "fine", "refused", "reply lost")


class WholeMachine(Machine):
    """Everything together."""

    # --- standing -----------------------------------------------------------------------------------------------------

    @rule(person=developers, change=st.sampled_from(CHANGES))
    def standing_changes(self, person: Person, change: str) -> None:
        both = {GROUPS.developer, GROUPS.production_access}
        self.people.now[person.object_id] = {
            "leaves": standing(GROUPS.production_access),
            "joins": standing(GROUPS.developer),
            "activates": standing(*both),
            "deactivates": standing(GROUPS.developer),
            "is disabled": standing(*both, enabled=False),
            "becomes a guest": standing(*both, member=False),
        }[change]

    @rule()
    def everybody_is_back(self) -> None:
        for person in DEVELOPERS:
            self.people.now[person.object_id] = standing(GROUPS.developer, GROUPS.production_access)
        self.people.dark.clear()

    @rule(person=people)
    def the_directory_fails_for(self, person: Person) -> None:
        self.people.dark ^= {person.object_id}

    @rule(person=people, word=st.sampled_from(["pause", "resume", "resume"]))
    def commands(self, person: Person, word: str) -> None:
        command = command_in(word)
        assert command is not None
        now = self.people.now[person.object_id]
        allowed = now.has(GROUPS.ba) or now.has(GROUPS.developer)
        if person.object_id in self.people.dark or not allowed:
            return  # handlers/intake.py lets nobody else come this far
        paused = self.oracle.paused_by
        if word == "pause" and paused is None:
            self.oracle.paused_by = person.object_id
        elif word == "resume" and paused not in (None, person.object_id) and self.people.may_approve(person):
            self.oracle.paused_by = None
        self.do(command(Said(str(uuid4()), person, THREAD, Message("")), now, self.ports()))

    # --- time ---------------------------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from(WAITS))
    def time_passes(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)

    @rule()
    def times_out(self) -> None:
        while self.do(time_out(self.book, self.time)):
            self.look_around()

    # --- workers ------------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.workers) < 3)
    @rule()
    def a_worker_starts(self) -> None:
        worker = Actor(self.loop, "worker")
        worker.start(run_next(uuid4(), self.ports(worker)))
        self.workers.append(worker)

    @rule(fate=st.sampled_from(FATES), stalls=CALLS, meanwhile=st.sampled_from(MEANWHILE))
    def a_worker_runs(self, fate: str, stalls: int, meanwhile: int) -> None:
        """To its end, but looked at after each call; before one of them something else may happen."""
        self.service.next_commit = fate
        worker = Actor(self.loop, "worker")
        worker.start(run_next(uuid4(), self.ports(worker)))
        made = 0
        while not worker.over:
            if made == stalls and meanwhile == PAUSE:
                self.commands(BEN, "pause")
            elif made == stalls and meanwhile:
                self.time += timedelta(seconds=meanwhile)
                self.settles()
            worker.go_on()
            self.look_around()
            made += 1

    @rule(
        asking=st.sampled_from(BAS),
        approving=st.permutations(DEVELOPERS),
        number=NUMBERS,
        event=EVENTS,
        run=st.tuples(st.sampled_from(FATES), CALLS, st.sampled_from(MEANWHILE)),
    )
    def is_decided_and_runs(
        self,
        asking: Person,
        approving: Sequence[Person],
        number: int,
        event: tuple[str, int],
        run: tuple[str, int, int],
    ) -> None:
        self.is_decided(asking, approving, number, event)
        self.a_worker_runs(*run)

    @precondition(lambda self: self.workers)
    @rule(number=NUMBERS, steps=st.integers(1, 6))
    def a_worker_goes_on(self, number: int, steps: int) -> None:
        worker = self.workers[number % len(self.workers)]
        for _ in range(steps):
            if not worker.over:
                worker.go_on()
                self.look_around()
        if worker.over:
            self.workers.remove(worker)

    @precondition(lambda self: self.workers)
    @rule(number=NUMBERS)
    def a_worker_dies(self, number: int) -> None:
        self.workers.pop(number % len(self.workers)).die()

    @precondition(lambda self: self.workers)
    @rule(number=NUMBERS, seconds=st.sampled_from([5, 21, 60, 10_800]))
    def a_worker_sleeps_and_is_settled(self, number: int, seconds: int) -> None:
        """It is stalled past its settling, and then goes on as if nothing had happened."""
        self.time += timedelta(seconds=seconds)
        self.settles()
        self.a_worker_goes_on(number, 6)

    @rule()
    def settles(self) -> None:
        for _ in range(3):
            if not self.do(settle_next(self.ports())):
                return
            self.look_around()

    # --- the service database -----------------------------------------------------------------------------------------

    @rule(number=st.integers(0, 2), linked=st.booleans())
    def an_account_changes(self, number: int, linked: bool) -> None:
        login = f"urn:fdc:gov.uk:2022:{self.time.isoformat()}" if linked else None
        self.service.change(f"jobseeker{number}@example.com", one_login_id=login)

    @rule()
    def the_service_database_goes_and_comes(self) -> None:
        self.service.down = not self.service.down

    @rule()
    def it_forgets_old_transactions(self) -> None:
        self.service.forgotten ^= set(self.service.statuses)
