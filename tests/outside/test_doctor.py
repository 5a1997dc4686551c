"""`doctor` against real parts: when all is well it says so, and what hangs or fails stops nothing else."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from pathlib import Path

import pytest

from bot import doctor
from bot.checks import examined
from bot.doctor import Check, Note, Outcome, as_json, examine, lines
from bot.settings import read_settings
from bot.words import doctor as words
from tests.outside.ground import Ground

ALL = {
    "settings: SECRET_KEY",
    "settings: PIM_URL",
    "clock",
    "bot database: answers",
    "bot database: schema",
    "bot database: tables",
    "bot database: rights",
    "audit: chain and anchor",
    "service database: answers",
    "service database: rights",
    "service database: erasure map",
    "Entra: token for Graph",
    "Entra: token for Teams",
    "Entra: end of the secret",
    "Entra: signing keys",
    "Graph: business analysts",
    "Graph: developers",
    "Graph: production access",
    "Graph: the team",
    "Graph: permissions",
    "Teams: channel",
    "register: age",
    "register: folder",
    "register: host",
}
# What rests on no other check.
FIRST = {"bot database: answers", "service database: answers", "register: host", "Entra: signing keys"} | {
    f"Entra: token for {whom}" for whom in ("Graph", "Teams")
}


async def test_when_all_is_well_every_check_says_so(ground: Ground) -> None:
    outcomes = await examined(read_settings(ground.settings))
    assert {each.check for each in outcomes} == ALL
    assert [each for each in outcomes if each.faults] == []
    assert all(line.startswith("ok ") for line in lines(outcomes) if "note:" not in line)
    told = json.loads(as_json(outcomes))
    assert told["ok"] is True
    assert set(told["checks"][0]) == {"check", "ok", "faults", "fix", "notes"}


async def test_what_is_as_usual_is_a_note_and_no_fault(ground: Ground) -> None:
    notes = {each.check: each.notes for each in await examined(read_settings(ground.settings)) if each.notes}
    assert notes == {
        "Graph: production access": (words.NOBODY_ACTIVE,),
        "Teams: channel": (words.NOT_KNOWN_YET,),
    }


async def test_a_database_that_does_not_answer_stops_no_other_check(ground: Ground) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nowhere"
    found = await ground.wrong(TV_DATABASE_URL=nowhere)
    assert set(found) == {check for check in ALL if check.startswith("service database")}
    assert "127.0.0.1" not in str(found)
    found = await ground.wrong(DATABASE_URL=nowhere)
    assert set(found) == {check for check in ALL if check.startswith(("bot database", "audit", "clock", "Teams: ch"))}
    assert "127.0.0.1" not in str(found)


async def test_it_ends_also_when_everything_takes_the_call_and_never_answers(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0), backlog=100) as mute:
        nobody = f"127.0.0.1:{mute.getsockname()[1]}"
        silent = dict.fromkeys(
            ("LOGIN_BASE_URL", "GRAPH_BASE_URL", "OPENID_METADATA_URL", "GIAS_BASE_URL"), f"http://{nobody}/x"
        )
        databases = {"DATABASE_URL": f"postgresql://a@{nobody}/a", "TV_DATABASE_URL": f"postgresql://a@{nobody}/b"}
        found = await ground.wrong(**silent, **databases, GIAS_DATA_DIR=str(tmp_path))
    assert set(found) == ALL - {"settings: SECRET_KEY", "settings: PIM_URL", "Entra: end of the secret"} - {
        "register: folder"
    }
    assert found.pop("register: age")
    hung = {check for check, faults in found.items() if faults == ("no answer within 0 seconds",)}
    assert hung == FIRST
    assert {faults[0].partition("`")[0] for check, faults in found.items() if check not in hung} == {
        words.NOT_BEFORE.partition("`")[0]
    }


async def test_what_rests_on_a_fault_names_it_and_sends_nobody_the_wrong_way(ground: Ground) -> None:
    """Nobody is to keep the audit as it is and tell security because the database is away."""
    settings = read_settings({**ground.settings, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"})
    found = {each.check: each for each in await examined(settings) if each.faults}
    assert "cannot be asked" in found.pop("bot database: answers").faults[0]
    first = words.NOT_BEFORE.format(first="bot database: answers")
    assert {(each.faults, each.fix) for each in found.values()} == {((first,), "")}
    assert [line.strip() for line in lines([found["clock"]])] == ["FAULT  clock", first]


async def test_what_was_found_is_told_whatever_else_is_wrong() -> None:
    async def tampered() -> list[str]:
        return ["record 7 was changed"]

    async def refused() -> list[str]:
        raise PermissionError

    first, second = await examine(
        [Check("rights", "give them", refused), Check("audit", "keep it", tampered, ("rights",))]
    )
    assert first.fix == "give them"
    assert (second.faults, second.fix) == (("record 7 was changed",), "keep it")


async def test_a_certificate_that_nobody_vouches_for_is_told_as_that() -> None:
    async def strange() -> list[str]:
        raise OSError from ssl.SSLCertVerificationError()

    [outcome] = await examine([Check("database", "look", strange)])
    assert outcome.faults == (words.NOT_TRUSTED,)


async def test_a_check_that_hangs_is_a_fault_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SECONDS", 0.05)

    async def hang() -> list[str]:
        await asyncio.sleep(3600)
        return []

    async def fine() -> list[str]:
        return [Note("worth knowing")]

    hung, well = await examine([Check("slow", "wait", hang), Check("fine", "", fine)])
    assert "no answer" in hung.faults[0]
    assert well == Outcome("fine", (), "", ("worth knowing",))
    assert [line.strip() for line in lines([hung])] == ["FAULT  slow", hung.faults[0], "→ wait"]
    assert [line.strip() for line in lines([well])] == ["ok     fine", "note: worth knowing"]
