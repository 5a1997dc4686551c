"""A thousand clicks at once on one card, over two processes of the bot: one effect, and everybody a right answer."""

from __future__ import annotations

from pathlib import Path

import pytest

import practice.teams
from tests.faults.thousand_clicks import CLICKS, thousand_clicks, two_replicas

Urls = tuple[str, str]
People = dict[str, str]
RIGHT = {"approved", "the fresh card and one sentence"}


@pytest.mark.long
async def test_a_thousand_clicks_at_once_have_one_effect_and_a_thousand_right_answers(
    databases: Urls, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How long it takes is measured in tests/benchmarks; here a busy machine may take longer than Teams would wait.
    monkeypatch.setattr(practice.teams, "PATIENCE", 300.0)
    async with two_replicas(people, *databases, tmp_path) as (world, urls):
        message = await world.asked()
        answered = await thousand_clicks(world, urls, message)
        await world.card("no longer linked")
        print(f"{CLICKS} clicks answered in {answered.seconds:.1f} s: {dict(answered.answers)}")
        assert set(answered.answers) <= RIGHT, answered.answers
        assert answered.answers["approved"] >= 1
        records = await world.bot_rows("SELECT action, code, count(*) AS times FROM audit GROUP BY 1, 2")
        times = {(record["action"], record["code"]): record["times"] for record in records}
        assert times["started", None] == times["approve", None] == 1
        assert times["refused:approve", "stale"] == CLICKS - 1
        assert (await world.jobseeker("linked"))["govuk_one_login_id"] is None
