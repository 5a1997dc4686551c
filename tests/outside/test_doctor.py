"""`doctor` against real parts: each fault is named right, and what is well is not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot import doctor
from bot.checks import examined
from bot.doctor import Check, Outcome, as_json, examine, lines
from bot.settings import read_settings
from practice import faults
from practice.outside import DANA, DEVELOPER_GROUP, ELIF, Outside
from tests.register.files import four, school, stored
from tests.register.sample import today
from tests.world import settings_for

ALL = {
    "bot database: schema",
    "audit: chain and anchor",
    "service database: answers",
    "service database: rights",
    "service database: erasure map",
    "Entra: token for Graph",
    "Entra: token for Teams",
    "Graph: developers",
    "register: age",
}


@pytest.fixture
async def ground(outside: Outside, databases: tuple[str, str]) -> AsyncIterator[tuple[Outside, dict[str, str], Any]]:
    """The outside world, the settings of a bot in it, and a way to run SQL as the owner of either database."""

    async def sql(which: int, statement: str) -> None:
        connection = await asyncpg.connect(databases[which])
        await connection.execute(statement)
        await connection.close()

    yield outside, settings_for(outside, *databases), sql


async def wrong(settings: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {each.check: each.faults for each in await examined(read_settings(settings)) if each.faults}


async def test_when_all_is_well_every_check_says_so(ground: tuple[Outside, dict[str, str], Any]) -> None:
    outcomes = await examined(read_settings(ground[1]))
    assert {each.check for each in outcomes} == ALL
    assert [each for each in outcomes if each.faults] == []
    assert all(line.startswith("ok ") for line in lines(outcomes))
    assert json.loads(as_json(outcomes))["ok"] is True


@pytest.mark.parametrize(
    ("database", "statement", "check", "words"),
    [
        (0, "UPDATE alembic_version SET version_num = '0001'", "bot database: schema", "0001"),
        (0, "UPDATE audit_head SET seq = 7", "audit: chain and anchor", "record 7"),
        (
            1,
            "GRANT DELETE ON job_applications TO tv_support_bot",
            "service database: rights",
            "DELETE job_applications",
        ),
        (1, "REVOKE DELETE ON saved_jobs FROM tv_support_bot", "service database: rights", "may not DELETE saved_jobs"),
        (1, "ALTER TABLE vacancies ADD jobseeker_id uuid", "service database: erasure map", "vacancies.jobseeker_id"),
    ],
)
async def test_a_database_that_is_not_as_it_should_be_is_named(
    ground: tuple[Outside, dict[str, str], Any], database: int, statement: str, check: str, words: str
) -> None:
    _, settings, sql = ground
    await sql(database, statement)
    found = await wrong(settings)
    assert words in " ".join(found.pop(check))
    assert found == {}


async def test_a_database_that_does_not_answer_stops_no_other_check(
    ground: tuple[Outside, dict[str, str], Any],
) -> None:
    found = await wrong({**ground[1], "TV_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"})
    assert set(found) == {check for check in ALL if check.startswith("service database")}
    assert "127.0.0.1" not in str(found)


async def test_a_wrong_secret_and_a_directory_that_forbids_are_told_apart(
    ground: tuple[Outside, dict[str, str], Any],
) -> None:
    outside, settings, _ = ground
    outside.faults.always("graph", faults.status(403))
    assert set(await wrong(settings)) == {"Graph: developers"}
    outside.faults.clear()
    found = await wrong({**settings, "APP_PASSWORD": "not this one"})
    assert {"Entra: token for Graph", "Entra: token for Teams"} <= set(found)


async def test_a_developer_group_without_members_is_told(ground: tuple[Outside, dict[str, str], Any]) -> None:
    for person in (DANA, ELIF):
        ground[0].directory.leave(person, DEVELOPER_GROUP)
    assert "nobody can approve" in str((await wrong(ground[1]))["Graph: developers"])


@pytest.mark.parametrize(
    ("old", "words"),
    [(None, "no register yet"), (3, "getting old: of "), (9, "too old to be used: of ")],
    ids=["none", "three days", "nine days"],
)
async def test_a_register_that_is_old_or_missing_is_told_with_its_age(
    ground: tuple[Outside, dict[str, str], Any], old: int | None, words: str, tmp_path: Path
) -> None:
    if old is not None:
        stored(four([school(100001, "Elm School")]), tmp_path, today() - timedelta(days=old)).close()
    found = await wrong({**ground[1], "GIAS_DATA_DIR": str(tmp_path)})
    assert set(found) == {"register: age"}
    assert found["register: age"][0].startswith(words)


async def test_a_check_that_hangs_is_a_fault_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SECONDS", 0.05)

    async def hang() -> list[str]:
        await asyncio.sleep(3600)
        return []

    async def fine() -> list[str]:
        return []

    hung, well = await examine([Check("slow", "wait", hang), Check("fine", "", fine)])
    assert "no answer" in hung.faults[0]
    assert well == Outcome("fine", (), "")
    assert [line.strip() for line in lines([hung])] == ["FAULT  slow", hung.faults[0], "→ wait"]
