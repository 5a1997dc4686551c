"""What reaches the log: declared fields only, hashed where the table says so, and lines that can be put together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import logs
from bot.log_fields import FIELDS
from practice.bot_process import bot_process
from practice.outside import AMINA, DANA, Outside
from tests.world import World, settings_for


def line(**fields: object) -> dict[str, object]:
    return dict(logs.only_declared(None, "", {"event": "started", **fields}))


def test_a_field_that_is_not_declared_is_named_and_not_written() -> None:
    told = line(subject="ama@example.com", code="BadSyntax")
    assert told == {"event": "started", "code": "BadSyntax", "undeclared": ["subject"]}


def test_what_people_wrote_is_dropped_without_a_word() -> None:
    assert line(text="canary", email="canary", token="canary") == {"event": "started"}


def test_an_activity_is_told_by_a_hash_that_is_the_same_each_time() -> None:
    told = [line(activity=f"1630000000000 {AMINA.object_id}")["activity"] for _ in range(2)]
    assert told[0] == told[1]
    assert len(str(told[0])) == logs.HASHED
    assert AMINA.object_id not in str(told)


@pytest.mark.parametrize("value", ["x" * 10_000, {"a": "x" * 10_000}, ("x" * 10_000,), object()])
def test_no_value_is_long(value: object) -> None:
    assert len(json.dumps(line(why=value))) < 2 * logs.LONGEST


def test_numbers_and_nothing_stay_what_they_are() -> None:
    assert line(rows=7, seconds=0.5, day=None, known=True) == {
        "event": "started",
        "rows": 7,
        "seconds": 0.5,
        "day": None,
        "known": True,
    }


async def test_lines_of_one_delivery_and_one_request_can_be_put_together(
    databases: tuple[str, str], people: dict[str, str], tmp_path: Path
) -> None:
    """The bot is out of the team, so the line about a card names its request, and each delivery has its own number."""
    log = tmp_path / "log"
    async with Outside() as outside:
        outside.channel.bot_removed = True
        settings = settings_for(outside, *databases)
        async with bot_process(settings, log) as url:
            outside.bot_url = url
            world = World(outside, people, url, *databases, settings)
            await world.say(f"Can you unlink the One Login of {people['linked']}?")
            await outside.faults.until(lambda seen: seen.of("connector", "POST"))
            [code] = [row["code"] for row in await world.bot_rows("SELECT code FROM requests")]
            for _ in range(2):
                await outside.teams.post(
                    DANA, "hello", token=outside.login.sign_activity_token("https://elsewhere.example/")
                )
    told = [json.loads(text) for text in log.read_text().splitlines()]
    refused = [each for each in told if each["event"] == "parked"]
    assert refused
    assert {(each["step"], each["request"]) for each in refused} == {("cards", code)}
    deliveries = [each["delivery"] for each in told if each["event"] == "not_let_in"]
    assert len(deliveries) == len(set(deliveries)) == 2
    assert {name for each in told for name in each} <= set(FIELDS) - {"undeclared"}
    assert people["linked"] not in log.read_text()
