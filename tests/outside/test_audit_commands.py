"""`audit verify` and `audit export` as an operator runs them, and docs/audit.md followed as a third party would."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from bot.audit import COLUMNS, anchor_key, cells, neutral
from bot.checks import examined
from bot.settings import read_settings
from practice.databases import as_role
from practice.outside import Outside
from tests.attacks import archive as archives
from tests.attacks.archive import Archive
from tests.guards.repo import ROOT
from tests.outside.test_settings import GOOD, WRONG
from tests.world import running_bot, settings_for

NOT_YET = "not written yet"
NUMBERS = ("seq", "version")
HASHED = ("seq", "at", "action", "actor", "request_id", "version", "from_state", "to_state", "code", "digest")


@pytest.fixture
async def archive(
    databases: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Archive]:
    monkeypatch.setattr(archives, "KEY", anchor_key(read_settings(GOOD)))
    async with AsyncExitStack() as stack:
        yield await Archive.opened(stack, databases[0], tmp_path / "lines")


async def run(archive: Archive, *words: str, **others: str) -> Result:
    """The command in a thread of its own, because it brings its own loop."""
    given = {**GOOD, "DATABASE_URL": as_role(archive.url), "AUDIT_ANCHOR": str(archive.file), **others}
    environ = {**dict.fromkeys({*GOOD, *WRONG}), **given}
    return await asyncio.to_thread(CliRunner().invoke, cli, ["audit", *words], env=environ)


async def test_a_whole_audit_is_good_news(archive: Archive) -> None:
    ended = await run(archive, "verify")
    assert ended.exit_code == 0, ended.output
    first, second = ended.stdout.splitlines()
    assert first.startswith("The audit is whole: 18 records, the last with hash ")
    assert second == "The anchor has 3 lines and proves the records up to 14."


async def test_without_an_anchor_it_says_what_it_cannot_know(archive: Archive) -> None:
    given = {"AUDIT_ANCHOR": None}
    ended = await run(archive, "verify", **given)  # type: ignore[arg-type]
    assert ended.exit_code == 0
    assert "AUDIT_ANCHOR is not set" in ended.stdout


async def test_bad_news_name_the_first_bad_record(archive: Archive) -> None:
    await archive.as_owner("UPDATE audit SET actor = 'bot' WHERE seq = 7")
    ended = await run(archive, "verify")
    assert ended.exit_code == 1
    assert ended.stdout.splitlines()[0] == "The audit is not as it was written. First bad record: 7."
    told = json.loads((await run(archive, "verify", "--json")).stdout)
    assert (told["ok"], told["records"], told["first_bad_record"], told["covered"], told["lines"]) == (
        False,
        18,
        7,
        14,
        3,
    )
    assert told["faults"] == [
        {
            "what": "record_changed",
            "record": 7,
            "says": "Record 7 was changed, or a record before it was taken out or put in.",
        }
    ]


async def test_of_many_lost_lines_people_hear_of_the_first_and_programs_of_all(archive: Archive) -> None:
    for _ in range(10):
        await archive.write(1)
        await archive.anchor()
    archive.file.unlink()
    told = (await run(archive, "verify")).stdout.splitlines()
    assert (len([line for line in told if "has lost the line" in line]), told[0][-20:]) == (10, "First bad record: 5.")
    assert "And 3 more of the anchor; --json names them all." in told
    assert len(json.loads((await run(archive, "verify", "--json")).stdout)["faults"]) == 13


async def test_programs_hear_of_good_news_too(archive: Archive) -> None:
    ended = await run(archive, "verify", "--json")
    told = json.loads(ended.stdout)
    assert (ended.exit_code, told["ok"], told["faults"], told["first_bad_record"]) == (0, True, [], None)


@pytest.mark.parametrize("words", [("verify",), ("verify", "--json"), ("export",)])
@pytest.mark.parametrize(
    ("where", "why"), [("127.0.0.1:1", "ConnectionRefusedError"), ("canary.invalid", "gaierror")], ids=["port", "name"]
)
async def test_a_database_that_does_not_answer_is_bad_news_without_its_address(
    archive: Archive, words: tuple[str, ...], where: str, why: str
) -> None:
    ended = await run(archive, *words, DATABASE_URL=f"postgresql://bot:canary@{where}/bot")
    assert ended.exit_code == 1
    assert f"The bot database did not answer ({why})." in ended.output
    assert "canary" not in ended.output


@pytest.mark.parametrize("words", [("verify",), ("export",)])
async def test_wrong_settings_end_with_2(archive: Archive, words: tuple[str, ...]) -> None:
    ended = await run(archive, *words, AUDIT_ANCHOR="ftp://canary")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "AUDIT_ANCHOR: must be an address" in ended.stderr


async def test_the_export_holds_every_record_and_a_third_party_can_check_it(archive: Archive, tmp_path: Path) -> None:
    ended = await run(archive, "export")
    assert ended.exit_code == 0
    assert ended.stderr.startswith("18 records, times in UTC (ISO 8601).")
    rows = list(csv.DictReader(io.StringIO(ended.stdout)))
    assert [row["seq"] for row in rows] == [str(number) for number in range(1, 19)]
    check_by_hand(rows)
    rows[6]["actor"] = "bot"
    with pytest.raises(AssertionError, match="record 7"):
        check_by_hand(rows)
    path = tmp_path / "export.csv"
    assert (await run(archive, "export", str(path))).exit_code == 0
    assert path.read_text() == ended.stdout


async def test_an_export_is_never_written_over(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("the evidence of last year")
    ended = await run(archive, "export", str(path))
    assert (ended.exit_code, path.read_text()) == (2, "the evidence of last year")
    assert (await run(archive, "export", str(tmp_path / "nowhere" / "export.csv"))).exit_code == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert neutral(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    record: dict[str, Any] = dict.fromkeys(COLUMNS, f"{start}1") | {"at": datetime(2026, 1, 1, tzinfo=UTC), "seq": 1}
    assert not [cell for cell in cells(record) if cell.startswith(start)]


def test_a_plain_cell_stays_as_it_is() -> None:
    assert neutral("refused:approve") == "refused:approve"
    assert neutral(str(UUID(int=1))) == str(UUID(int=1))
    assert neutral("") == ""


def test_the_worked_example_in_the_documentation_is_right() -> None:
    page = (ROOT / "docs" / "audit.md").read_text()
    rows = list(csv.DictReader(io.StringIO(page.partition("```csv\n")[2].partition("```")[0])))
    check_by_hand(rows)
    told = re.findall(r"^`(\[.*\])`", page, re.M)
    assert told == [as_hashed("0" * 64, rows[0])]


def check_by_hand(rows: list[dict[str, str]]) -> None:
    """As docs/audit.md says it, without a line of the bot's code."""
    previous = "0" * 64
    for row in rows:
        digest = hashlib.sha256(as_hashed(previous, row).encode()).hexdigest()
        assert (row["previous_hash"], row["hash"]) == (previous, digest), f"record {row['seq']}"
        previous = digest


def as_hashed(previous: str, row: dict[str, str]) -> str:
    fields: list[Any] = [previous]
    for name in HASHED:
        cell = row[name].removeprefix("'") or None
        fields.append(int(cell) if cell and name in NUMBERS else cell)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


# The bot itself.


async def test_the_bot_writes_its_anchor_and_says_when_it_cannot(
    archive: Archive, databases: tuple[str, str], outside: Outside
) -> None:
    settings = settings_for(outside, *databases) | {"AUDIT_ANCHOR": str(archive.file), "SECRET_KEY": GOOD["SECRET_KEY"]}
    assert await checked(settings) == "ok"
    assert len(archive.lines()) == 4, "at its start"
    archive.file.unlink()
    archive.file.mkdir()
    assert "cannot be read" in await checked(settings)
    found = {each.check: each.faults for each in await examined(read_settings(settings))}
    assert "The anchor cannot be read" in str(found["audit: chain and anchor"])


async def checked(settings: dict[str, str]) -> str:
    """What /readyz says of the anchor once the bot has tried it."""
    async with running_bot(settings) as url, httpx.AsyncClient(base_url=url, timeout=15) as client:
        async with asyncio.timeout(20):
            while True:
                told = (await client.get("/readyz")).json()["checks"]["audit_anchor"]
                if told != NOT_YET:
                    return str(told)
                await asyncio.sleep(0.02)
