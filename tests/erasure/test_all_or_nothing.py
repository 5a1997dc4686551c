"""Whatever happens in the middle of a deletion: all of it is done, or nothing."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest

from adapters.service_database import erasures
from adapters.service_database.erasure_map import STEPS
from handlers.errors import RowsDiffer, ServiceDatabaseUnavailable
from handlers.holdings import Options
from practice.service_database.people import Situation
from tests.erasure.tv import EVERYTHING, Tv

END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'tv-support-bot %'"


@pytest.mark.parametrize("at", [step.name for step in STEPS])
async def test_a_connection_that_ends_before_any_step_leaves_everything(
    tv: Tv, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    takes = erasures._take

    async def cut(connection: Any, step: str, *rest: Any) -> int:
        if step == at:
            await tv.owner.execute(f"{END} AND datname = current_database()")
        return await takes(connection, step, *rest)

    monkeypatch.setattr(erasures, "_take", cut)
    shown, before = await tv.held(Situation.FULL_PROFILE), await tv.rows()
    with pytest.raises(ServiceDatabaseUnavailable):
        await tv.erase(shown, EVERYTHING)
    assert await tv.rows() == before


async def test_a_deletion_that_is_not_committed_leaves_everything(tv: Tv) -> None:
    shown, before = await tv.held(Situation.FULL_PROFILE), await tv.rows()
    async with tv.service.acting(uuid4()) as acting:
        holdings = await acting.lock_holdings(shown.id, shown.email, EVERYTHING)
        assert holdings is not None
        assert (await acting.erase(holdings, EVERYTHING))["jobseekers"] == 1
    assert await tv.rows() == before


async def test_an_account_that_somebody_holds_is_given_up_after_two_seconds(tv: Tv) -> None:
    shown, before = await tv.held(Situation.FULL_PROFILE), await tv.rows()
    async with tv.owner.transaction():
        await tv.owner.execute("SELECT FROM jobseekers WHERE id = $1 FOR UPDATE", shown.id)
        started = time.monotonic()
        with pytest.raises(ServiceDatabaseUnavailable):
            await tv.erase(shown, Options())
        assert 1.5 < time.monotonic() - started < 4
    assert await tv.rows() == before


async def test_of_two_deletions_at_once_one_finds_nobody(tv: Tv) -> None:
    shown = await tv.held(Situation.FULL_PROFILE)

    async def one() -> bool:
        async with tv.service.acting(uuid4()) as acting:
            holdings = await acting.lock_holdings(shown.id, shown.email, Options())
            if holdings is None:
                return False
            await acting.erase(holdings, Options())
            await asyncio.sleep(0.05)
            await acting.commit()
            return True

    assert sorted(await asyncio.gather(one(), one())) == [False, True]


async def test_two_people_who_share_an_event_are_both_counted_down(tv: Tv) -> None:
    both = [await tv.held(each) for each in (Situation.SHARED_EVENT, Situation.SHARED_EVENT_OTHER)]
    counters = (
        "SELECT e.id, notifications_count FROM noticed_events e JOIN noticed_notifications n ON n.event_id = e.id"
    )
    of_both = f"{counters} WHERE recipient_id::text = ANY($1) GROUP BY e.id ORDER BY 2"
    rows = await tv.owner.fetch(of_both, [shown.id for shown in both])
    assert [row["notifications_count"] for row in rows] == [3, None]
    await asyncio.gather(*(tv.erase(shown, Options()) for shown in both))
    left = "SELECT notifications_count FROM noticed_events WHERE id = ANY($1) ORDER BY 1"
    assert [row[0] for row in await tv.owner.fetch(left, [row["id"] for row in rows])] == [-1, 0]


async def test_a_job_alert_that_moves_to_another_address_is_not_ended(tv: Tv) -> None:
    shown = await tv.held(Situation.ALERTS_ONLY)
    async with tv.service.acting(uuid4()) as acting:
        holdings = await acting.lock_holdings(None, shown.email, EVERYTHING)
        assert holdings is not None and len(holdings.alerts["subscriptions"]) == 2
        moved = holdings.alerts["subscriptions"][0]
        await tv.owner.execute("UPDATE subscriptions SET email = 'else@example.com' WHERE id = $1", moved)
        with pytest.raises(RowsDiffer):
            await acting.erase(holdings, EVERYTHING)
    assert len((await tv.held(Situation.ALERTS_ONLY)).alerts["subscriptions"]) == 1
