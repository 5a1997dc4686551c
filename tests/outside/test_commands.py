"""The commands as an operator starts them: exit 0 is good, 1 bad news, 2 wrong use or settings."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from practice.bot_process import bot_process
from practice.databases import create_database, drop_database
from practice.outside import Outside
from practice.postgres import Server
from tests.outside.test_settings import GOOD, WRONG
from tests.world import settings_for

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql://bot:canary@127.0.0.1:1/bot"


def run(command: str, environ: dict[str, str], text: str = "") -> Result:
    """Run a command in this process, with these variables and none of ours that it knows."""
    hidden = dict.fromkeys({*GOOD, *WRONG} - set(environ))
    return CliRunner().invoke(cli, [command], input=text, env={**hidden, **environ})


def test_wrong_settings_end_with_2_and_every_line_names_a_variable() -> None:
    """As a real process: nothing, not even a traceback, may tell a value."""
    environ = {"PATH": os.environ["PATH"], **WRONG}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    first, *lines = ended.stderr.splitlines()
    assert first == "The settings are not right. Each line names a variable and what is wrong with it:"
    assert {line.split(":")[0].strip() for line in lines} == set(WRONG) - {"APP_PASSWORD"}
    assert "canary" not in ended.stderr.lower()


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_without_settings_no_command_begins(command: str) -> None:
    ended = run(command, {})
    assert ended.exit_code == 2
    assert "DATABASE_URL: is missing" in ended.output


@pytest.mark.parametrize("words", [[], ["unheard-of"], ["serve", "--fast"]])
def test_wrong_use_ends_with_2(words: list[str]) -> None:
    assert CliRunner().invoke(cli, words).exit_code == 2


def test_migrate_brings_an_empty_database_to_the_newest_schema_and_again_does_nothing(
    templates: tuple[Server, dict[str, str]],
) -> None:
    server = templates[0]
    name = f"empty_{os.getpid()}"
    asyncio.run(create_database(server, name))
    try:
        for _ in range(2):
            ended = run("migrate", {**GOOD, "DATABASE_URL": server.url(name)})
            assert ended.exit_code == 0, ended.output
            assert "The bot database is at 0" in ended.output
        assert asyncio.run(_head(server.url(name))) == (0, "0" * 64)
    finally:
        asyncio.run(drop_database(server, name))


async def _head(url: str) -> tuple[int, str]:
    connection = await asyncpg.connect(url)
    try:
        row = await connection.fetchrow("SELECT seq, hash FROM audit_head")
        assert row is not None
        return row["seq"], row["hash"]
    finally:
        await connection.close()


def test_a_database_that_cannot_be_reached_is_bad_news_without_its_address() -> None:
    ended = run("migrate", {**GOOD, "DATABASE_URL": NOWHERE})
    assert (ended.exit_code, ended.output.count("\n")) == (1, 1)
    assert ended.output.startswith("Not migrated: the bot database refused or did not answer")
    assert "canary" not in ended.output


def test_understand_reads_json_lines_and_writes_json_lines() -> None:
    ended = run(
        "understand",
        {},
        json.dumps({"text": "unlink the One Login of jo@example.com"}) + '\n{"text": "good morning"}\n',
    )
    assert ended.exit_code == 0
    first, second = map(json.loads, ended.output.splitlines())
    assert (first["kind"], first["emails"]) == ("unlink_one_login", ["jo@example.com"])
    assert second["kind"] == "none"


async def test_serve_becomes_ready_answers_and_ends_at_sigterm(
    databases: tuple[str, str], outside: Outside, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    async with bot_process(settings_for(outside, *databases), log) as url, httpx.AsyncClient() as client:
        ready = (await client.get(f"{url}/readyz")).json()
        assert ready["ready"] is True
    records = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    events = [record["event"] for record in records if record["event"] != "register_in_use"]  # whenever it is read
    assert events == ["started", "stopped"]
    assert {"environment", "level", "timestamp"} <= set(records[0])


async def test_serve_starts_without_any_database_and_says_that_it_is_not_ready(outside: Outside) -> None:
    environ = {"PATH": os.environ["PATH"], **settings_for(outside, NOWHERE, f"{NOWHERE}_tv"), "PORT": str(_free_port())}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=ROOT, env=environ, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{environ['PORT']}", timeout=10) as client:
            await _answers(client, "/livez")
            answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["checks"]["bot_database"].startswith("cannot be used")
    finally:
        process.send_signal(signal.SIGTERM)
        _, words = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert "canary" not in words.decode()


def test_a_port_that_is_taken_is_a_wrong_setting_and_no_traceback(outside: Outside) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environ = settings_for(outside, NOWHERE, f"{NOWHERE}_tv") | {"PORT": str(taken.getsockname()[1])}
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environ},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert ended.returncode == 2
    assert "HOST, PORT: cannot be listened to (Address already in use)" in ended.stderr
    assert "Traceback" not in ended.stderr


async def _answers(client: httpx.AsyncClient, path: str) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                assert (await client.get(path)).json() == {"live": True}
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
            else:
                return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
