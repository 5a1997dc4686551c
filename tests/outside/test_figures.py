"""The team's figures, counted from requests and audit with times made by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from adapters.bot_database.figures import LONGEST_LIST
from bot.cards.figures_card import figures_card
from handlers.figures import PERIOD, Figures, Tally, Times
from handlers.model import Details, Request
from handlers.ports import Entry, NewRequest
from handlers.states import State
from handlers.terms import Kind
from tests.faults.desk import BA, THREAD, Desk, desk
from tests.opening import open_one
from tests.outside.drawn import read, size

NINE = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
UNLINK, HELP = Kind.UNLINK_ONE_LOGIN, Kind.DEVELOPER_HELP
TRIAGE, ASKED, APPROVED, RUNNING = State.TRIAGE, State.AWAITING_APPROVAL, State.APPROVED, State.RUNNING


@pytest.fixture
async def here(databases: tuple[str, str]) -> AsyncIterator[Desk]:
    async with desk(*databases) as here:
        yield here


async def life(here: Desk, kind: Kind, *moves: tuple[State, float], at: datetime = NINE) -> Request:
    """A request opened at `at` that made these moves, each so many minutes after the opening."""
    request = await open_one(here.book, NewRequest(kind, Details(), THREAD, (BA,), {}), TRIAGE, at)
    async with here.book.turn() as turn:
        for state, minutes in moves:
            changes = {"attempt": uuid4()} if state is RUNNING else None
            moved = await turn.move(request, state, Entry("test", "bot"), at + timedelta(minutes=minutes), changes)
            assert moved is not None
            request = moved
    return request


async def counted(here: Desk, since: datetime = NINE - PERIOD) -> Figures:
    return await here.book.figures(since, NINE + timedelta(hours=5))


async def test_without_requests_there_is_nothing_to_count(here: Desk) -> None:
    assert await counted(here) == Figures(NINE - PERIOD, NINE + timedelta(hours=5))


async def test_each_kind_is_counted_by_where_it_stands(here: Desk) -> None:
    await life(here, UNLINK, (State.RESOLVED_BY_BA, 1))
    await life(here, UNLINK, (State.RESOLVED_BY_BA, 2))
    await life(here, UNLINK, (ASKED, 1), (State.REJECTED, 2))
    await life(here, HELP, (State.WITH_DEVELOPER, 1))
    found = await counted(here)
    assert set(found.tallies) == {
        Tally(UNLINK, State.RESOLVED_BY_BA, 2),
        Tally(UNLINK, State.REJECTED, 1),
        Tally(HELP, State.WITH_DEVELOPER, 1),
    }
    assert (found.total(), found.total(UNLINK), found.total(None, State.RESOLVED_BY_BA)) == (4, 3, 2)
    assert found.total(HELP, State.DONE, State.WITH_DEVELOPER) == 1


async def test_median_and_ninetieth_percentile_of_ten_decisions(here: Desk) -> None:
    """Asked after 5 minutes, decided 1 to 10 minutes later, done half a minute after that."""
    for minutes in range(1, 11):
        decided = 5 + minutes
        await life(here, UNLINK, (ASKED, 5), (APPROVED, decided), (RUNNING, decided), (State.DONE, decided + 0.5))
    [times] = (await counted(here)).times
    assert times == Times(
        UNLINK,
        decided_median=timedelta(minutes=5.5),
        decided_most=timedelta(minutes=9.1),
        done_median=timedelta(minutes=11),
        done_most=timedelta(minutes=14.6),
    )


async def test_a_rejection_is_a_decision_too_and_what_was_never_asked_has_none(here: Desk) -> None:
    await life(here, UNLINK, (ASKED, 10), (State.REJECTED, 40))
    await life(here, UNLINK, (State.RESOLVED_BY_BA, 3))
    await life(here, HELP, (State.WITH_DEVELOPER, 10), (State.DONE, 130))
    times = {each.kind: each for each in (await counted(here)).times}
    assert times[UNLINK] == Times(UNLINK, timedelta(minutes=30), timedelta(minutes=30))
    assert times[HELP] == Times(HELP, done_median=timedelta(minutes=130), done_most=timedelta(minutes=130))


async def test_time_to_decide_runs_from_the_first_asking_and_edits_do_not_begin_it_anew(here: Desk) -> None:
    await life(here, UNLINK, (ASKED, 10), (ASKED, 15), (TRIAGE, 20), (ASKED, 30), (APPROVED, 50))
    [times] = (await counted(here)).times
    assert times.decided_median == timedelta(minutes=40)


async def test_only_what_was_opened_in_the_period_counts_but_what_waits_is_told_however_old(here: Desk) -> None:
    old = await life(here, UNLINK, (ASKED, 1), at=NINE - timedelta(days=40))
    await life(here, UNLINK, (State.CANCELLED, 1), at=NINE - timedelta(days=31))
    await life(here, HELP)
    found = await counted(here)
    assert [each.kind for each in found.tallies] == [HELP]
    assert (found.waiting[0].code, found.waiting[0].state) == (old.code, ASKED)
    assert found.all_waiting == 2


async def test_the_oldest_wait_first_and_the_rest_are_counted(here: Desk) -> None:
    for number in range(LONGEST_LIST + 3):
        await life(here, UNLINK, at=NINE - timedelta(hours=number))
    found = await counted(here)
    assert found.all_waiting == LONGEST_LIST + 3
    assert [each.since for each in found.waiting] == sorted(each.since for each in found.waiting)
    assert found.waiting[0].since == NINE - timedelta(hours=LONGEST_LIST + 2)
    card = figures_card(found)
    assert "and 3 more" in read(card)
    assert size(card) < 21 * 1024


async def test_the_card_says_the_same_in_words(here: Desk) -> None:
    await life(here, UNLINK, (ASKED, 5), (APPROVED, 70), (RUNNING, 70), (State.DONE, 71))
    await life(here, UNLINK, (State.RESOLVED_BY_BA, 1))
    await life(here, HELP)
    card = figures_card(await counted(here))
    words = read(card)
    for part in (
        "Support requests since 2 February 2027",
        "Unlink One Login",
        "Developer help",
        "Resolved by BA",
        "1 hour 5 minutes (1 hour 5 minutes)",
        "1 hour 11 minutes",
        "none yet",
        "Waiting now: 1",
        "5 hours",
        "Counted 4 March 2027, 2:00pm",
    ):
        assert part in words, part
    for row in (row for table in card["body"] if table["type"] == "Table" for row in table["rows"]):
        titles = next(table for table in card["body"] if table["type"] == "Table" and row in table["rows"])["columns"]
        assert len(row["cells"]) == len(titles), "a row is shorter than its table is wide"


async def test_a_card_of_nothing_says_so(here: Desk) -> None:
    words = read(figures_card(await counted(here)))
    assert "No request was opened in this time." in words
    assert "Nothing waits now." in words
