"""The running bot keeps its register fresh: one replica at a time fetches, and whatever fails, the last good stays."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.register.store import days, file_of
from practice import faults
from practice.outside import Outside
from practice.register_server import STEMS, Sending
from tests.register.sample import put_sample, sample_folder, today
from tests.register.updating import nothing_else_is_left
from tests.world import rows_of, running_bot, settings_for

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

ROOT = Path(__file__).parents[2]
BIG = "edubasealldata"


@dataclass
class Scene:
    """The outside, the bot database, and the settings of a bot with this folder."""

    outside: Outside
    databases: tuple[str, str]

    def settings(self, folder: Path) -> dict[str, str]:
        return settings_for(self.outside, *self.databases) | {"GIAS_DATA_DIR": str(folder)}

    @property
    def asked(self) -> list[str]:
        """The files that were asked for, by stem."""
        return [name.removesuffix(".csv")[:-8] for _, name, _ in self.outside.register.asked]

    async def rows(self) -> list[dict[str, Any]]:
        return await rows_of(self.databases[0], "SELECT * FROM register_days ORDER BY day")

    async def ended(self) -> dict[str, Any]:
        """The one row, once what it tells of is over."""
        async with asyncio.timeout(60):
            while True:
                match await self.rows():
                    case [row] if row["ended_at"] is not None:
                        return row
                await asyncio.sleep(0.05)


@pytest.fixture
async def scene(databases: tuple[str, str]) -> AsyncIterator[Scene]:
    async with Outside() as outside:
        yield Scene(outside, databases)


async def standing(url: str, words: str) -> None:
    """Wait until /readyz says this of the register; all the while the bot is ready, register or not."""
    async with asyncio.timeout(60), httpx.AsyncClient(base_url=url, timeout=10) as client:
        while True:
            answer = (await client.get("/readyz")).json()
            if answer["checks"]["signing_keys"] == "ok":
                assert answer["ready"], answer
            if answer["checks"]["register"].startswith(words):
                return
            await asyncio.sleep(0.05)


async def metric(url: str, name: str) -> float:
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        found = [line for line in (await client.get("/metrics")).text.splitlines() if line.startswith(f"{name} ")]
    return float(found[0].split()[1]) if found else 0.0


@asynccontextmanager
async def bot_apart(settings: Mapping[str, str], log: Path) -> AsyncIterator[str]:
    """The bot in a process of its own, ended by SIGTERM in order."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with log.open("wb") as words:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve",
            cwd=ROOT, env={"PATH": os.environ["PATH"], **settings, "PORT": port}, stdout=words, stderr=words,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            async with asyncio.timeout(60), httpx.AsyncClient() as client:
                while True:
                    try:
                        await client.get(f"{url}/livez")
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.05)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0


def tried(log: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return [line for line in lines if line["event"] == "register_tried"]


def updates_of(folder: Path) -> list[int]:
    """The processes that bring this folder up to date."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, environ = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if b"register\0update" in words and f"GIAS_DATA_DIR={folder}\0".encode() in environ:
            found.append(int(process.name))
    return found


@pytest.mark.long
async def test_without_a_file_it_is_ready_and_fetches_at_once(scene: Scene, tmp_path: Path) -> None:
    folder, log = tmp_path / "new" / "folder", tmp_path / "log"
    async with bot_apart(scene.settings(folder), log) as url:
        await standing(url, f"ok: of {today()}, ")
        row = await scene.ended()
        assert await metric(url, 'tv_support_bot_register_tries_total{outcome="new"}') == 1
        assert 0 <= await metric(url, "tv_support_bot_register_age_seconds") < 48 * 3600
    assert sorted(scene.asked) == sorted(STEMS)
    assert (row["day"], row["outcome"], row["register_day"], row["tries"]) == (today(), "new", today(), 1)
    [line] = tried(log)
    assert (line["came"], line["day"], line["why"]) == ("new", today().isoformat(), [])
    assert line["rows"] > 3281
    assert nothing_else_is_left(folder)


async def test_with_a_file_of_today_it_asks_nobody(scene: Scene) -> None:
    async with running_bot(scene.settings(sample_folder())) as url:
        await standing(url, f"ok: of {today()}, ")
        await asyncio.sleep(0.5)
    assert (scene.asked, await scene.rows()) == ([], [])


async def test_with_a_file_of_three_days_ago_it_answers_from_that_until_it_has_todays(
    scene: Scene, tmp_path: Path
) -> None:
    put_sample(tmp_path, today() - timedelta(days=3))
    scene.outside.register.sendings[BIG] = [Sending(stall=5000, stall_seconds=2.0)]
    async with running_bot(scene.settings(tmp_path)) as url:
        await standing(url, "getting old: of ")
        await standing(url, f"ok: of {today()}, ")


async def test_replicas_with_one_folder_fetch_once_and_all_answer_from_it(scene: Scene, tmp_path: Path) -> None:
    settings = scene.settings(tmp_path)
    async with running_bot(settings) as first, running_bot(settings) as second, running_bot(settings) as third:
        await asyncio.gather(*(standing(url, f"ok: of {today()}, ") for url in (first, second, third)))
        await asyncio.sleep(2.5)  # by then those that waited have looked again
    assert sorted(scene.asked) == sorted(STEMS)
    [row] = await scene.rows()
    assert (row["outcome"], row["tries"]) == ("new", 1)


@pytest.mark.long
async def test_replicas_with_folders_of_their_own_fetch_one_after_the_other(scene: Scene, tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    async with running_bot(scene.settings(folders[0])) as first, running_bot(scene.settings(folders[1])) as second:
        await asyncio.gather(*(standing(url, f"ok: of {today()}, ") for url in (first, second)))
        await scene.ended()
    assert sorted(scene.asked[:4]) == sorted(scene.asked[4:]) == sorted(STEMS)
    [row] = await scene.rows()
    assert (row["outcome"], row["tries"]) == ("new", 2)


@pytest.mark.long
async def test_while_the_host_refuses_the_last_good_stays_and_log_and_metric_say_so(
    scene: Scene, tmp_path: Path
) -> None:
    before = today() - timedelta(days=3)
    put_sample(tmp_path, before)
    log = tmp_path / "log"
    scene.outside.faults.always("register", faults.status(403))
    async with bot_apart(scene.settings(tmp_path), log) as url:
        row = await scene.ended()
        await standing(url, f"getting old: of {before}, 3 days")
        assert await metric(url, 'tv_support_bot_register_tries_total{outcome="unavailable"}') == 1
        assert await metric(url, "tv_support_bot_register_age_seconds") > 48 * 3600
    [line] = tried(log)
    assert (line["level"], line["came"], line["day"], line["rows"]) == ("warning", "unavailable", before.isoformat(), 0)
    assert "answered 403" in line["why"][0]
    assert (row["outcome"], row["register_day"]) == ("unavailable", before)
    assert days(tmp_path) == [before]


@pytest.mark.long
async def test_a_stop_during_a_fetch_ends_it_and_leaves_nothing_half(scene: Scene, tmp_path: Path) -> None:
    folder, log = tmp_path / "register", tmp_path / "log"
    folder.mkdir()
    before = today() - timedelta(days=3)
    put_sample(folder, before)
    scene.outside.register.sendings[BIG] = [Sending(stall=5000)]
    async with bot_apart(scene.settings(folder), log) as url:
        await standing(url, "getting old: of ")
        await scene.outside.faults.until(lambda seen: scene.asked.count(BIG) == 1)
        assert len(updates_of(folder)) == 1
    assert updates_of(folder) == []
    assert nothing_else_is_left(folder)
    assert days(folder) == [before]
    [row] = await scene.rows()
    assert row["outcome"] == "stopped"
    assert row["ended_at"] is not None
    assert [line["came"] for line in tried(log)] == ["stopped"]


async def test_a_new_day_is_in_use_without_a_restart(scene: Scene, tmp_path: Path) -> None:
    """Whoever put it there: another replica, or an operator with `register update`."""
    async with running_bot(scene.settings(tmp_path)) as url:
        await standing(url, f"ok: of {today()}, ")
        tomorrow = today() + timedelta(days=1)
        (tmp_path / "aside").mkdir()
        put_sample(tmp_path / "aside", tomorrow)
        file_of(tmp_path / "aside", tomorrow).replace(file_of(tmp_path, tomorrow))
        await standing(url, f"ok: of {tomorrow}, ")
