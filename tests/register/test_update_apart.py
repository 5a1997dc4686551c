"""The update in a process of its own: what it says, how it ends, and that it holds no secret."""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.register.store import days
from bot import update_apart
from bot.settings import RegisterSettings, Settings, read_register_settings
from bot.tried import Tried
from handlers.organisations import Came
from practice import faults
from practice.register_server import Sending
from tests.register.conftest import Host
from tests.register.sample import put_sample, today


def settings(host: Host, folder: Path) -> RegisterSettings:
    host.server.newest = None
    return read_register_settings({"ENVIRONMENT": "test", "GIAS_BASE_URL": host.url, "GIAS_DATA_DIR": str(folder)})


def inside(folder: Path) -> dict[str, str]:
    """What is in the files of a folder, and that there are folders."""
    return {path.name: path.read_text() if path.is_file() else "" for path in folder.iterdir()}


def program(folder: Path, script: str) -> str:
    """A program in place of Python."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


async def test_it_says_what_came_of_it(host: Host, tmp_path: Path) -> None:
    tried = await update_apart.update_apart(settings(host, tmp_path))
    assert (tried.came, tried.day, tried.why) == (Came.NEW, today(), ())
    assert tried.rows > 3281
    assert days(tmp_path) == [today()]


async def test_bad_news_says_why_and_which_register_stays(host: Host, tmp_path: Path) -> None:
    before = today() - timedelta(days=300)
    put_sample(tmp_path, before)
    host.faults.always("register", faults.status(403))
    tried = await update_apart.update_apart(settings(host, tmp_path))
    assert (tried.came, tried.day, tried.rows) == (Came.UNAVAILABLE, before, 0)
    assert "answered 403" in tried.why[0]


async def test_one_that_hangs_is_ended(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", program(tmp_path, "exec sleep 1000"))
    tried = await update_apart.update_apart(settings(host, tmp_path), seconds=0.1)
    assert (tried.came, tried.day) == (Came.STOPPED, None)
    assert "it ran over" in tried.why[0]


async def test_when_the_call_is_cancelled_the_process_ends_and_leaves_nothing(host: Host, tmp_path: Path) -> None:
    host.server.sendings["alllinksdata"] = [Sending(stall=100)]
    updating = asyncio.create_task(update_apart.update_apart(settings(host, tmp_path)))
    await host.faults.until(lambda _: len(host.server.asked) == 1)
    assert inside(tmp_path)
    await cancelled(updating)
    assert not inside(tmp_path)


async def test_one_that_does_not_hear_sigterm_is_killed(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_apart, "END_SECONDS", 0.2)
    monkeypatch.setattr("sys.executable", program(tmp_path, "trap '' TERM\necho $$ > pid\nwhile :; do :; done"))
    monkeypatch.chdir(tmp_path)
    updating = asyncio.create_task(update_apart.update_apart(settings(host, tmp_path)))
    async with asyncio.timeout(20):
        while True:
            written = inside(tmp_path).get("pid", "")
            if written.endswith("\n"):
                break
            await asyncio.sleep(0.02)
    await cancelled(updating)
    with pytest.raises(ProcessLookupError):
        os.kill(int(written), 0)


async def cancelled(updating: asyncio.Task[Tried]) -> None:
    updating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await updating


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "echo '{}'", "echo '[]'", "kill -9 $$"])
async def test_one_that_crashes_or_talks_nonsense_counts_as_stopped(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr("sys.executable", program(tmp_path, script))
    tried = await update_apart.update_apart(settings(host, tmp_path))
    assert (tried.came, tried.day, tried.rows) == (Came.STOPPED, None, 0)
    assert "the process ended with" in tried.why[0]


async def test_it_is_given_no_secret(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), f"canary {name}")
    monkeypatch.setenv("SSL_CERT_FILE", "of the platform")
    monkeypatch.setattr("sys.executable", program(tmp_path, f"env > {tmp_path / 'seen'}"))
    await update_apart.update_apart(settings(host, tmp_path / "register"))
    given = dict(line.split("=", 1) for line in inside(tmp_path)["seen"].splitlines() if "=" in line)
    assert "canary" not in str(given)
    assert {name for name in given if name.lower() in Settings.model_fields} == {
        "ENVIRONMENT", "GIAS_BASE_URL", "GIAS_DATA_DIR",
    }  # fmt: skip
    assert given["SSL_CERT_FILE"] == "of the platform"
