"""What the preview shows is what a deletion takes; every other row of the database stays as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from adapters.service_database import erasures
from handlers.errors import ApplicationsFound, ErasureRefused, NeedsHands, RowsDiffer
from handlers.holdings import Holdings, Options, digest
from practice.service_database.book import Book
from practice.service_database.erasable import anybody
from practice.service_database.people import EMAILS, Situation
from tests.erasure.rails import Rails, rails
from tests.erasure.tv import EVERYTHING, KEY, Rows, Tv, keyed, somebodys, the_one

ALL_OPTIONS = [Options(*ticks) for ticks in product((False, True), repeat=2)]
ERASABLE = [
    Situation.LINKED,
    Situation.NOT_LINKED,
    Situation.CLOSED,
    Situation.CAPITALS,
    Situation.FULL_PROFILE,
    Situation.ONLY_THE_ROW,
    Situation.SHARED_EVENT,
    Situation.SHARED_EVENT_OTHER,
    Situation.LOOK_ALIKES,
    Situation.ALERTS_WITH_CAPITALS,
    Situation.FEEDBACK_BY_ADDRESS,
]


def assert_only_this_happened(before: Rows, after: Rows, shown: Holdings, options: Options) -> None:
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    changed = {row for row in before.keys() & after.keys() if before[row] != after[row]}
    assert gone == keyed(shown.goes(options))
    assert not new
    assert {row for row in changed if row[0] == "feedbacks"} == {
        ("feedbacks", key) for key in shown.loses_link(options)
    }
    for key in shown.loses_link(options):
        row = ("feedbacks", key)
        assert json.loads(after[row]) == {**json.loads(before[row]), "subscription_id": None}
    notifications = [before["noticed_notifications", key] for key in shown.account["noticed_notifications"]]
    events = [event for event in changed if event[0] == "noticed_events"]
    assert {row[0] for row in changed} <= {"feedbacks", "noticed_events"}
    assert len(events) == shown.stays["noticed_events"]
    for event in events:
        number = sum(event[1] in notification for notification in notifications)
        assert number and json.loads(after[event]) == counted_down(before[event], number)


def counted_down(event: str, number: int) -> dict[str, Any]:
    """The row of an event as Rails leaves it: its counter lower, NULL taken for 0, nothing else touched."""
    row: dict[str, Any] = json.loads(event)
    return {**row, "notifications_count": (row["notifications_count"] or 0) - number}


@pytest.mark.parametrize("situation", ERASABLE)
async def test_the_preview_is_the_effect(tv: Tv, situation: Situation) -> None:
    shown = await tv.held(situation)
    before = await tv.rows()
    counts = await tv.erase(shown, EVERYTHING)
    assert_only_this_happened(before, await tv.rows(), shown, EVERYTHING)
    assert counts == {
        **{step: len(keys) for step, keys in shown.goes(EVERYTHING).items()},
        "feedbacks_of_alerts": len(shown.loses_link(EVERYTHING)),
    }


@pytest.mark.parametrize("situation", [*ERASABLE, Situation.EMBEDDED_FILE, Situation.MESSAGES_MOVED])
async def test_the_map_takes_what_rails_would(tv: Tv, situation: Situation) -> None:
    assert_as_rails(rails(await tv.rows()), await tv.held(situation))


def assert_as_rails(models: Rails, shown: Holdings) -> None:
    assert shown.id is not None
    assert keyed(shown.account) == models.destroy(shown.id)
    assert (keyed(shown.alerts), keyed(shown.feedback)) == models.inactivity_job(shown.id)


@pytest.mark.parametrize("people", [25, pytest.param(500, marks=pytest.mark.long)])
async def test_the_preview_is_the_effect_for_anybody(tv: Tv, people: int) -> None:
    world = await tv.world()
    book = Book(people, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    everybody = []
    for number in range(people):
        page = book.page(f"anybody/{number}")
        everybody.append(anybody(page, world, somebodys(page, f"anybody{number}@example.com")).email)
    await book.write(tv.owner)
    before = await tv.rows()
    models = rails(before)  # nobody's deletion changes what goes with somebody else
    for number, email in enumerate(everybody):
        options = ALL_OPTIONS[number % len(ALL_OPTIONS)]
        shown = the_one(await tv.service.preview(email))
        assert_as_rails(models, shown)
        await tv.erase(shown, options)
        after = await tv.rows()
        assert_only_this_happened(before, after, shown, options)
        before = after


@pytest.mark.parametrize("options", ALL_OPTIONS, ids=str)
async def test_each_option_takes_exactly_its_rows(tv: Tv, options: Options) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)
    before = await tv.rows()
    await tv.erase(shown, options)
    after = await tv.rows()
    assert_only_this_happened(before, after, shown, options)
    tables = {table for table, _ in before.keys() - after.keys()}
    assert ("subscriptions" in tables, "alert_runs" in tables) == (options.stop_alerts,) * 2
    address = EMAILS[Situation.FULL_PROFILE]
    left = await tv.owner.fetchval("SELECT count(*) FROM feedbacks WHERE email = $1", address)
    assert left == (0 if options.remove_feedback else 1)


async def test_a_full_profile_loses_rows_in_every_table_of_the_account(tv: Tv) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)
    for step, keys in {**shown.goes(EVERYTHING), "feedbacks_of_alerts": shown.loses_link(EVERYTHING)}.items():
        assert keys, step


async def test_no_account_but_job_alerts_ends_those_alone(tv: Tv) -> None:
    shown = await tv.held(Situation.ALERTS_ONLY)
    assert shown.id is None
    before = await tv.rows()
    counts = await tv.erase(shown, Options(stop_alerts=True))
    assert_only_this_happened(before, await tv.rows(), shown, Options(stop_alerts=True))
    assert (counts["subscriptions"], counts["alert_runs"], counts["feedbacks_of_alerts"]) == (2, 2, 1)


@pytest.mark.parametrize(
    ("situation", "error"),
    [
        (Situation.DRAFT_ONLY, ApplicationsFound),
        (Situation.EVERY_STATUS, ApplicationsFound),
        (Situation.BATCHED_APPLICATION, ApplicationsFound),
        (Situation.MESSAGES_MOVED, NeedsHands),
        (Situation.EMBEDDED_FILE, NeedsHands),
    ],
)
async def test_what_must_not_be_deleted_is_refused_by_the_adapter_too(
    tv: Tv, situation: Situation, error: type[ErasureRefused]
) -> None:
    shown = await tv.held(situation)
    assert not shown.may_be_erased
    before = await tv.rows()
    with pytest.raises(error):
        await tv.erase(shown, EVERYTHING)
    assert await tv.rows() == before


async def test_a_draft_that_the_holdings_do_not_know_of_is_refused_too(tv: Tv) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)
    async with tv.service.acting(uuid4()) as acting:
        before = await tv.rows()
        await tv.insert("job_applications", jobseeker_id=shown.id, vacancy_id=(await tv.world()).vacancies[0], status=0)
        with pytest.raises(ApplicationsFound):
            await acting.erase(shown, Options())
    assert before.items() < (await tv.rows()).items()


async def test_rows_that_came_or_went_after_the_reading_stop_everything(tv: Tv) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)
    profile = shown.account["jobseeker_profiles"][0]
    changes = {
        "qualifications": f"INSERT INTO qualifications (jobseeker_profile_id, created_at, updated_at)"
        f" VALUES ('{profile}', now(), now())",
        "employments": f"DELETE FROM employments WHERE id = '{shown.account['employments'][0]}'",
        "alert_runs": f"INSERT INTO alert_runs (subscription_id, created_at, updated_at)"
        f" VALUES ('{shown.alerts['subscriptions'][0]}', now(), now())",
    }
    for step, change in changes.items():
        async with tv.service.acting(uuid4()) as acting:
            holdings = await acting.lock_holdings(shown.id, shown.email, EVERYTHING)
            assert holdings is not None
            await tv.owner.execute(change)
            before = await tv.rows()
            with pytest.raises(RowsDiffer) as caught:
                await acting.erase(holdings, EVERYTHING)
            assert caught.value.step == step
        assert await tv.rows() == before
        shown = await tv.held(Situation.FULL_PROFILE)


async def test_the_foreign_key_refuses_what_slips_in_between_two_steps(tv: Tv, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)
    takes = erasures._take

    async def slow(connection: object, step: str, *rest: object) -> int:
        if step == "qualifications":
            await tv.owner.execute(
                "INSERT INTO qualification_results (qualification_id, subject, grade, created_at, updated_at)"
                " VALUES ($1, 'Music', '9', now(), now())",
                shown.account["qualifications"][0],
            )
        return await takes(connection, step, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(erasures, "_take", slow)
    with pytest.raises(RowsDiffer, match="qualifications"):
        await tv.erase(shown, Options())
    assert (await tv.held(Situation.FULL_PROFILE)).account["jobseekers"]


async def test_gone_or_come_meanwhile_is_told_by_no_holdings(tv: Tv) -> None:
    async with tv.service.acting(uuid4()) as acting:
        assert await acting.lock_holdings(str(uuid4()), "nobody@example.com", EVERYTHING) is None
        here = EMAILS[Situation.ONLY_THE_ROW]
        assert await acting.lock_holdings(None, here.upper(), Options(stop_alerts=True)) is None


@pytest.mark.parametrize("options", ALL_OPTIONS, ids=str)
async def test_the_digest_is_the_same_under_the_lock(tv: Tv, options: Options) -> None:
    for situation in (Situation.FULL_PROFILE, Situation.ALERTS_WITH_CAPITALS, Situation.ALERTS_ONLY):
        shown = await tv.held(situation)
        async with tv.service.acting(uuid4()) as acting:
            locked = await acting.lock_holdings(shown.id, shown.email, options)
        assert locked is not None
        assert digest(locked, options, KEY) == digest(shown, options, KEY)
