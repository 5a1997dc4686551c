"""What the bot looks at by itself: what waits in its database, and once a day the whole audit."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from adapters.bot_database.gauges import read_gauges
from adapters.bot_database.verify import Verdict, verify
from bot.watching import Watching
from handlers.model import Pause
from handlers.ports import Entry
from handlers.states import State
from tests.faults.desk import BA, Desk, desk
from tests.world import rows_of


def gauge(name: str) -> float:
    found = REGISTRY.get_sample_value(f"tv_support_bot_{name}")
    assert found is not None
    return found


async def test_open_requests_cards_and_a_pause_are_counted_with_their_age(
    databases: tuple[str, str], people: dict[str, str]
) -> None:
    async with desk(*databases) as here:
        engine = here.book._engine
        empty = await read_gauges(engine, here.clock())
        assert (dict(empty.requests), empty.waiting, empty.paused) == (
            {},
            {"cards": (0, 0.0), "notices": (0, 0.0)},
            False,
        )
        await here.approved(people["linked"])
        here.clock.ahead = timedelta(minutes=6)
        async with here.book.turn() as turn:
            await turn.set_pause(Pause(BA, here.clock()), Entry("pause", BA.object_id), here.clock())
        found = await read_gauges(engine, here.clock())
        number, oldest = found.requests[State.APPROVED]
        assert (number, found.paused) == (1, True)
        assert 300 < oldest < 420
        assert found.waiting["cards"][0] == 1


async def test_a_good_audit_is_told_and_a_changed_one_is_an_error(
    databases: tuple[str, str], people: dict[str, str]
) -> None:
    async with desk(*databases) as here:
        await here.approved(people["linked"])
        watching = _watching(here)
        with capture_logs() as told:
            assert await watching.verify_once()
        assert gauge("audit_whole") == 1
        assert gauge("audit_verified_timestamp_seconds") == pytest.approx(here.clock().timestamp(), abs=60)
        [line] = told
        assert (line["event"], line["log_level"]) == ("audit_verified", "info")
        await rows_of(databases[0], "ALTER TABLE audit DISABLE TRIGGER ALL")
        await rows_of(databases[0], "UPDATE audit SET actor = 'somebody else' WHERE seq = 2")
        with capture_logs() as told:
            assert await watching.verify_once()
        assert gauge("audit_whole") == 0
        [line] = told
        assert (line["event"], line["log_level"], line["why"]) == ("audit_not_whole", "error", ["record_changed"])


async def test_an_audit_that_cannot_be_read_is_not_known_and_tried_again_sooner(
    databases: tuple[str, str],
) -> None:
    async def nothing() -> Verdict:
        raise ConnectionRefusedError

    async with desk(*databases) as here:
        with capture_logs() as told:
            assert not await Watching(here.book._engine, nothing, here.clock).verify_once()
    assert math.isnan(gauge("audit_whole"))
    assert told[0]["event"] == "audit_not_verified"


def _watching(here: Desk) -> Watching:
    engine = here.book._engine
    return Watching(engine, lambda: verify(engine, None, b"", here.clock()), here.clock)
