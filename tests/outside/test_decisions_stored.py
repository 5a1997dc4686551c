"""Pauses, looks, reminders, limits and asking again on the real bot database, with more than one replica."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from adapters.bot_database.work import Work
from handlers.answers import Answer, Say
from handlers.decide import press
from handlers.execute import run_next
from handlers.model import Confirmation, Details, Look, Pause, Person, Request
from handlers.ports import Entry, NewRequest, Policy, Ports
from handlers.reminders import remind_next
from handlers.roles import Verb
from handlers.settle import settle_next
from handlers.states import State
from handlers.terms import Because, Kind
from handlers.timers import first_reminder
from handlers.triage import look_up
from tests.faults.desk import BA, DEVELOPER, GROUPS, THREAD, Desk, desk
from tests.opening import open_one
from tests.rules.given import click, standing
from tests.rules.memory import MemoryDirectory

OTHER = Person("00000000-0000-0000-0000-00000000000e", "29:e", "Elif Kaya")
UNLINK = Kind.UNLINK_ONE_LOGIN
ENTRY = Entry("test", "bot")


@dataclass
class Two:
    """Two replicas on the same databases, and somebody whom both know as an active developer."""

    one: Desk
    other: Desk
    bot_url: str
    policy: Policy = field(default_factory=Policy)

    def ports(self, here: Desk) -> Ports:
        active = MemoryDirectory(standing(GROUPS.developer, GROUPS.production_access))
        return replace(here.ports, directory=active, policy=self.policy)

    async def rows(self, query: str, *values: object) -> list[dict[str, object]]:
        connection = await asyncpg.connect(self.bot_url)
        try:
            return [dict(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()


@pytest.fixture
async def two(databases: tuple[str, str]) -> AsyncIterator[Two]:
    async with desk(*databases) as one, desk(*databases) as other:
        yield Two(one, other, databases[0])


async def asked(here: Desk, email: str) -> Request:
    """A request that waits for approval."""
    details = Details(email, identity_check="own_address")
    evidence = await look_up(UNLINK, details, here.ports)
    now = here.clock()
    new = NewRequest(UNLINK, details, THREAD, (BA,), {"evidence": evidence})
    opened = await open_one(here.book, new, State.TRIAGE, now)
    async with here.book.turn() as turn:
        moved = await turn.move(opened, State.AWAITING_APPROVAL, ENTRY, now)
    assert moved is not None
    return moved


# --- the pause --------------------------------------------------------------------------------------------------------


async def set_pause(here: Desk, pause: Pause) -> None:
    async with here.book.turn() as turn:
        await turn.set_pause(pause, Entry("pause", pause.by.object_id), here.clock())


async def lift(here: Desk, person: Person) -> bool:
    async with here.book.turn() as turn:
        return await turn.lift_pause(person, Entry("resume", person.object_id), here.clock())


async def test_a_pause_holds_for_every_replica_until_it_is_lifted(two: Two, people: dict[str, str]) -> None:
    await two.one.approved(people["linked"])
    paused = Pause(BA, two.one.clock())
    await set_pause(two.one, paused)
    assert await two.other.book.pause() == paused
    assert not await run_next(uuid4(), two.other.ports)
    assert not await lift(two.other, BA), "the one who paused"
    assert await lift(two.other, OTHER)
    assert not await lift(two.other, OTHER), "nothing is paused any more"
    assert await two.one.book.pause() is None
    assert await run_next(uuid4(), two.one.ports)


async def test_whoever_paused_first_cannot_lift_it_because_somebody_paused_again(two: Two) -> None:
    for person in (BA, OTHER):
        await set_pause(two.one, Pause(person, two.one.clock()))
    paused = await two.one.book.pause()
    assert paused and paused.by == BA
    assert not await lift(two.one, BA)
    assert [row["action"] for row in await two.rows("SELECT action FROM audit")] == ["pause", "pause"]


async def test_a_pause_while_an_action_runs_stops_it_before_its_commit(two: Two, people: dict[str, str]) -> None:
    request = await two.one.approved(people["linked"])
    attempt = uuid4()
    assert await two.one.book.next_approved(attempt, two.one.clock())
    await set_pause(two.other, Pause(BA, two.other.clock()))
    assert not await two.one.book.fence(request.id, attempt, "1", None, two.one.clock())
    two.one.clock.ahead = timedelta(seconds=21)
    assert await settle_next(two.one.ports)
    assert (await two.one.now(request.id)).state is State.FAILED


async def test_a_pause_shows_on_every_open_card_and_on_no_other(two: Two, people: dict[str, str]) -> None:
    waits, over = await asked(two.one, people["linked"]), await asked(two.one, people["closed"])
    async with two.one.book.turn() as turn:
        assert await turn.move(over, State.CANCELLED, ENTRY, two.one.clock())
    wanted = {row["request_id"]: row["wanted"] for row in await two.rows("SELECT request_id, wanted FROM cards")}
    await set_pause(two.one, Pause(BA, two.one.clock()))
    now = {row["request_id"]: row["wanted"] for row in await two.rows("SELECT request_id, wanted FROM cards")}
    assert now == {**wanted, waits.id: int(str(wanted[waits.id])) + 1}
    shown = await two.other.book.shown(waits.id)
    assert shown and shown.pause and shown.pause.by == BA
    assert await two.other.book.shown(uuid4()) is None


# --- the card ---------------------------------------------------------------------------------------------------------


async def test_no_change_is_lost_while_the_card_is_being_drawn(two: Two, people: dict[str, str]) -> None:
    request = await asked(two.one, people["linked"])
    work = Work(two.other.book._engine)
    card = await work.next_card(two.one.clock())
    assert card is not None
    look = Look(DEVELOPER, two.one.clock() + timedelta(minutes=30))
    async with two.one.book.turn() as turn:
        assert await turn.look(request, look, ENTRY, two.one.clock())
    assert (await work.card_shown(card, "message 1", two.one.clock())).mine
    again = await work.next_card(two.one.clock())
    assert again is not None, "the look came while the card was drawn, and nobody draws it again"
    assert again.wanted == card.wanted + 1
    assert (await work.card_shown(again, "message 1", two.one.clock())).mine
    assert await work.next_card(two.one.clock()) is None


async def test_a_look_is_noted_without_a_new_version_and_lapses_by_itself(two: Two, people: dict[str, str]) -> None:
    request = await asked(two.one, people["linked"])
    look = Look(DEVELOPER, two.one.clock() + timedelta(minutes=30))
    async with two.one.book.turn() as turn:
        assert await turn.look(request, look, ENTRY, two.one.clock())
    assert await two.other.now(request.id) == replace(request, look=look)
    assert not await two.other.book.end_looks(two.one.clock())
    two.other.clock.ahead = timedelta(minutes=31)
    assert await two.other.book.end_looks(two.other.clock())
    assert await two.one.now(request.id) == request
    assert not await two.other.book.end_looks(two.other.clock())


async def test_a_look_ends_with_its_state_and_one_at_an_old_version_is_not_noted(
    two: Two, people: dict[str, str]
) -> None:
    request = await asked(two.one, people["linked"])
    look = Look(DEVELOPER, two.one.clock() + timedelta(minutes=30))
    async with two.one.book.turn() as turn:
        await turn.look(request, look, ENTRY, two.one.clock())
        moved = await turn.move(request, State.TRIAGE, ENTRY, two.one.clock())
        assert moved and moved.look is None
        assert not await turn.look(request, look, ENTRY, two.one.clock())


# --- reminders --------------------------------------------------------------------------------------------------------


async def test_two_replicas_remind_once(two: Two, people: dict[str, str]) -> None:
    request = await asked(two.one, people["linked"])
    due = first_reminder(State.AWAITING_APPROVAL, request.state_since)
    assert due is not None
    assert await two.one.book.to_remind(due - timedelta(seconds=1)) is None
    for here in (two.one, two.other):
        here.clock.ahead = due - here.clock() + timedelta(seconds=1)
    await asyncio.gather(*(remind_next(here.ports) for here in (two.one, two.other)))
    [row] = await two.rows("SELECT count(*) AS number FROM notices WHERE kind = 'reminder'")
    assert row["number"] == 1
    assert (await two.one.now(request.id)).reminders == 1
    assert await two.one.book.to_remind(two.one.clock()) is None


async def test_what_waits_for_nobody_any_more_is_not_put_on_the_list_again(two: Two, people: dict[str, str]) -> None:
    request = await asked(two.one, people["linked"])
    async with two.one.book.turn() as turn:
        assert await turn.move(request, State.TRIAGE, ENTRY, two.one.clock())
        assert not await turn.remind(request, 1, None, ENTRY, two.one.clock())
    await two.one.book.remind_at(request.id, two.one.clock())
    assert await two.one.book.to_remind(two.one.clock() + timedelta(days=30)) is None


# --- limits -----------------------------------------------------------------------------------------------------------


async def approve(two: Two, here: Desk, request: Request, person: Person = DEVELOPER) -> Answer:
    pressed = click(request, Verb.APPROVE, person, activity_id=f"{request.id} {person.name}", inputs={})
    return await press(pressed, two.ports(here))


async def test_two_replicas_give_the_last_place_of_the_day_to_one(two: Two, people: dict[str, str]) -> None:
    two.policy = Policy(per_day={UNLINK: 1})
    requests = [await asked(two.one, people[each]) for each in ("linked", "closed")]
    answers = await asyncio.gather(
        *(approve(two, here, request) for here, request in zip((two.one, two.other), requests, strict=True))
    )
    assert sorted(str(answer.say) for answer in answers) == ["None", str(Say.LIMIT_REACHED)]
    now = [await two.one.now(request.id) for request in requests]
    assert sorted(each.state for each in now) == [State.APPROVED, State.AWAITING_APPROVAL]
    [held] = [each for each in now if each.state is State.AWAITING_APPROVAL]
    assert (held.approvals_needed, held.needs_because) == (2, Because.DAILY_LIMIT)
    assert [each.person for each in held.standing_approvals] == [DEVELOPER]
    assert await approve(two, two.other, held, OTHER) == Answer(card=held.id)
    assert (await two.one.now(held.id)).state is State.APPROVED


async def test_whoever_counts_second_waits_until_the_first_has_ended(two: Two) -> None:
    counted = asyncio.Event()
    go_on = asyncio.Event()

    async def first() -> None:
        async with two.one.book.turn() as turn:
            await turn.approved_since(UNLINK, two.one.clock())
            counted.set()
            await go_on.wait()

    async def second() -> None:
        async with two.other.book.turn() as turn:
            await turn.approved_since(UNLINK, two.one.clock())

    one = asyncio.create_task(first())
    await counted.wait()
    other = asyncio.create_task(second())
    waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    waits += " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    async with asyncio.timeout(20):
        while not await two.rows(waits):
            pass
    assert not other.done()
    async with two.other.book.turn() as turn:
        await turn.approved_since(Kind.DEVELOPER_HELP, two.one.clock())  # another kind has its own places
    go_on.set()
    await asyncio.gather(one, other)


async def test_what_came_to_nothing_gives_its_place_back(two: Two, people: dict[str, str]) -> None:
    here, since = two.one, two.one.clock()
    request = await here.approved(people["linked"])
    assert await here.book.approved_since(UNLINK, since) == 1
    assert await here.book.approved_since(UNLINK, here.clock()) == 0
    async with here.book.turn() as turn:
        assert await turn.move(request, State.CANCELLED, ENTRY, here.clock())
    assert await here.book.approved_since(UNLINK, since) == 0


# --- asking again and confirming --------------------------------------------------------------------------------------


async def test_of_two_who_ask_again_at_once_one_opens_it_and_both_find_its_code(two: Two) -> None:
    new = NewRequest(UNLINK, Details("ama@example.com", ticket="Z-1"), THREAD, (BA,), {})
    earlier = await open_one(two.one.book, new, State.TRIAGE, two.one.clock())

    async def again(here: Desk) -> Request | None:
        async with here.book.turn() as turn:
            return await turn.open_again(replace(new, id=uuid4()), earlier, State.TRIAGE, here.clock())

    opened = [each for each in await asyncio.gather(again(two.one), again(two.other)) if each]
    assert len(opened) == 1
    assert (await two.one.now(earlier.id)).again_as == opened[0].code
    assert await two.other.book.find_by_code(opened[0].code) == opened[0]
    assert opened[0].again_of == earlier.id
    assert await two.other.book.find_by_code("ZZZZZ") is None


async def test_the_first_step_of_a_deletion_is_ones_own_and_the_last_one_counts(two: Two) -> None:
    new = NewRequest(UNLINK, Details(), THREAD, (BA,), {})
    request = await open_one(two.one.book, new, State.TRIAGE, two.one.clock())
    async with two.one.book.turn() as turn:
        for version in (1, 2):
            mine = Confirmation(BA.object_id, version, "0" * 64, two.one.clock())
            await turn.to_confirm(request.id, mine)
    assert await two.other.book.confirmation(request.id, BA.object_id) == mine
    assert await two.other.book.confirmation(request.id, OTHER.object_id) is None
