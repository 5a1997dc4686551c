"""`lookup` and `register update` as an operator starts them, and what the outside contract says of them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.register.store import LONDON, days, file_of
from bot.__main__ import cli
from tests.outside.test_settings import GOOD
from tests.register.conftest import Host
from tests.register.files import four, group, school, stored

ROOT = Path(__file__).parents[2]
FILES = four(
    [
        school(100001, "Elm Park Primary School", UKPRN="10000001"),
        school(100002, "Elm Park Junior School", EstablishmentStatus_code="2", Town=""),
        school(100003, "Elm <at>everyone</at>… School", TypeOfEstablishment_code="30",
               TypeOfEstablishment_name="Welsh establishment"),
        *(school(101000 + n, f"St Mary's {kind} School", Town="York")
          for n, kind in enumerate(("Infant", "Junior") * 30)),
    ],
    [group(2001, "ELM PARK TRUST", UKPRN="10050001")],
)  # fmt: skip


def put(folder: Path, old: timedelta) -> Path:
    """A register of so long ago."""
    stored(FILES, folder, (datetime.now(UTC) - old).astimezone(LONDON).date()).close()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("register"), timedelta(0))


def lookup(folder: Path, *words: str, text: str = "") -> Result:
    """Run it without a single one of the bot's other settings."""
    hidden = dict.fromkeys(GOOD)
    return CliRunner().invoke(cli, ["lookup", *words], input=text, env={**hidden, "GIAS_DATA_DIR": str(folder)})


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_query_as_argument_gives_one_line_of_exactly_the_contract(folder: Path) -> None:
    [answer] = lines(lookup(folder, "--json", "Elm Park Primary School"))
    assert list(answer) == ["query", "register_date", "results"]
    assert answer["query"] == "Elm Park Primary School"
    assert answer["register_date"] == days(folder)[0].isoformat()
    first = answer["results"][0]
    assert first == {
        "id": "urn:100001",
        "name": "Elm Park Primary School",
        "town": "Reading",
        "status": "Open",
        "ukprn": "10000001",
        "accepted": True,
        "why": "Teaching Vacancies accepts it.",
    }


def test_queries_on_standard_input_give_one_line_each_blank_ones_too(folder: Path) -> None:
    answers = lines(
        lookup(folder, "--json", text="100001\n\nElm Park trust\r\n870\n\ud800".encode("utf-8", "replace").decode())
    )
    firsts = [[each["id"] for each in answer["results"]][:1] for answer in answers]
    assert firsts == [["urn:100001"], [], ["uid:2001"], ["la:870"], []]
    assert [answer["query"] for answer in answers][:4] == ["100001", "", "Elm Park trust", "870"]


def test_words_without_quotation_marks_are_one_query(folder: Path) -> None:
    [answer] = lines(lookup(folder, "--json", "elm", "park", "junior"))
    assert answer["query"] == "elm park junior"
    closed = answer["results"][0]
    assert (closed["status"], closed["accepted"], closed["town"], closed["ukprn"]) == ("Closed", False, None, None)
    assert "has closed" in closed["why"]


def test_a_local_authority_has_no_status(folder: Path) -> None:
    [answer] = lines(lookup(folder, "--json", "870"))
    [found] = answer["results"]
    assert (found["id"], found["status"], found["accepted"]) == ("la:870", None, True)


def test_at_most_five_are_shown(folder: Path) -> None:
    result = lookup(folder, "--json", "St Mary's")
    [answer] = lines(result)
    assert len(answer["results"]) == 5
    assert "Add the town or the postcode: 60 open organisations" in result.stderr
    assert "York (60)" in result.stderr


def test_for_people_it_says_the_same_in_words(folder: Path) -> None:
    ended = lookup(folder, "elm everyone")
    assert ended.exit_code == 0
    assert "1. Elm <at>everyone</at>… School, Reading, Welsh establishment, Open" in ended.stdout
    assert "does not accept this type of establishment: Welsh establishment." in ended.stdout
    assert "From the register of " in ended.stdout
    assert "The register has nothing like this." in lookup(folder, "zzzz").stdout
    assert "Give a name" in lookup(folder, "").stdout


@pytest.mark.parametrize(("hours", "code", "said"), [(20, 0, ""), (75, 0, "more than 48 hours"), (9 * 24, 1, "7 days")])
def test_an_old_register_is_warned_of_and_then_refused(hours: int, code: int, said: str, tmp_path: Path) -> None:
    ended = lookup(put(tmp_path, timedelta(hours=hours)), "--json", "100001")
    assert (ended.exit_code, bool(ended.stdout)) == (code, code == 0)
    assert said in ended.stderr
    assert bool(ended.stderr) == bool(said)


def test_without_a_register_it_says_what_to_run(tmp_path: Path) -> None:
    ended = lookup(tmp_path / "none", "100001")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "python -m bot register update" in ended.stderr


def test_a_register_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    file_of(tmp_path, datetime.now(UTC).date()).write_bytes(b"no database")
    assert lookup(tmp_path, "100001").exit_code == 1


@pytest.mark.parametrize("words", [["lookup", "--fast"], ["register"], ["register", "unheard-of"]])
def test_wrong_use_ends_with_2(words: list[str]) -> None:
    assert CliRunner().invoke(cli, words).exit_code == 2


@pytest.mark.parametrize("words", [["lookup", "x"], ["register", "update"]])
def test_wrong_settings_end_with_2_and_only_those_that_matter_are_named(words: list[str]) -> None:
    environ = {**dict.fromkeys(GOOD), "GIAS_BASE_URL": "canary", "GIAS_DATA_DIR": " ", "ENVIRONMENT": "practice"}
    ended = CliRunner().invoke(cli, words, env=environ)
    assert ended.exit_code == 2
    assert [line.split(":")[0].strip() for line in ended.stderr.splitlines()[1:]] == ["GIAS_BASE_URL", "GIAS_DATA_DIR"]
    assert "canary" not in ended.output


def test_plain_http_is_refused_in_production() -> None:
    environ = {**dict.fromkeys(GOOD), "GIAS_BASE_URL": "http://gias.example", "ENVIRONMENT": "production"}
    assert CliRunner().invoke(cli, ["register", "update"], env=environ).exit_code == 2


async def run(words: Iterable[str], environ: dict[str, str]) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        cwd=ROOT, env={"PATH": os.environ["PATH"], **environ},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()


async def test_update_then_lookup_as_real_processes(host: Host, tmp_path: Path) -> None:
    host.server.newest = None
    environ = {"GIAS_BASE_URL": host.url, "GIAS_DATA_DIR": str(tmp_path / "new" / "folder"), "ENVIRONMENT": "practice"}
    code, out, err = await run(["register", "update"], environ)
    assert code == 0, err
    assert "is in place." in out
    assert "edubasealldata: 3,281 rows" in out
    code, out, _ = await run(["register", "update"], environ)
    assert (code, "is the newest there is." in out) == (0, True)
    code, out, _ = await run(["lookup", "--json", "LA code 870"], environ)
    assert code == 0
    assert json.loads(out)["results"][0]["name"] == "Reading"


async def test_an_update_that_fails_is_bad_news_and_says_what_stays(host: Host, tmp_path: Path) -> None:
    put(tmp_path, timedelta(days=1))
    environ = {"GIAS_BASE_URL": host.url, "GIAS_DATA_DIR": str(tmp_path), "ENVIRONMENT": "practice"}
    host.server.newest = None
    host.server.files = four([school(1, "Elm School")] * 2000)
    code, out, err = await run(["register", "update"], environ)
    assert code == 1
    assert "cannot be right" in out
    assert "stays in use" in out
    assert "register_tried" in err


async def test_a_sample_is_no_register_outside_practice(host: Host, tmp_path: Path) -> None:
    host.server.newest = None
    environ = {"GIAS_BASE_URL": host.url, "GIAS_DATA_DIR": str(tmp_path)}
    code, out, _ = await run(["register", "update"], environ)
    assert code == 1
    assert "There is no register yet." in out
    assert "at least 15000" in out
