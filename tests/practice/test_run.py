"""`python -m practice run` as a person starts it: its first words, a second start, the next start, and the end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from practice.living import THREAD

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "practice", "run"]


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return {**kept, "PRACTICE_DIR": str(folder)}


@contextmanager
def running(folder: Path, *words: str) -> Iterator[tuple[str, list[str], subprocess.Popen[str]]]:
    """A run with its page's address and its first lines; it ends by Ctrl-C, in order."""
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Open the first address"):
                break
        found = re.search(r"(http://127\.0\.0\.1:\d+)/", "".join(lines[:4]))
        assert found, lines
        yield found[1], lines, process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 0


def post(address: str, text: str) -> None:
    words = {"as": "amina", "text": text, "mention": True}
    httpx.post(f"{address}/do/post", json=words, headers={"Origin": address}).raise_for_status()


def texts(folder: Path) -> list[str]:
    kept = json.loads((folder / THREAD).read_text())
    return [str(each["activity"].get("text")) for each in kept["messages"]]


def open_window(address: str) -> socket.socket:
    """A window that is left open when the run ends."""
    place = address.removeprefix("http://")
    window = socket.create_connection(("127.0.0.1", int(place.rsplit(":", 1)[1])))
    window.sendall(f"GET /stream?as=ben HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
    assert window.recv(1000).startswith(b"HTTP/1.1 200")
    return window


def test_a_run_is_kept_found_again_and_begun_anew(open_folder: Path) -> None:
    with running(open_folder) as (address, _, _):
        assert httpx.get(address).status_code == 200
        post(address, "unlink the One Login of ama.okafor@example.com")
        second = subprocess.run(
            COMMAND, cwd=ROOT, env=environment(open_folder), capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert address in second.stderr and "already running" in second.stderr
        deadline = time.monotonic() + 8
        while len(texts(open_folder)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        root = json.loads((open_folder / THREAD).read_text())["messages"][0]["root"]
        [request] = httpx.get(f"{address}/happened/{root}").json()

    # Another program has the port by now: what was kept is answered at the new one.
    with (
        socket.create_server(("127.0.0.1", int(address.rsplit(":", 1)[1]))),
        running(open_folder) as (moved, _, _),
    ):
        assert moved != address
        [again] = httpx.get(f"{moved}/happened/{root}").json()
        assert (again["code"], again["trail"]) == (request["code"], request["trail"])

    with running(open_folder, "--fresh") as (address, _, _):
        window = open_window(address)
        assert httpx.get(f"{address}/happened/{root}").status_code == 404
        assert texts(open_folder) == []
    window.close()


@pytest.mark.long
def test_the_story_in_the_terminal(open_folder: Path) -> None:
    told = subprocess.run(
        [*COMMAND, "--story-only"],
        cwd=ROOT,
        env=environment(open_folder),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[2].startswith("    The practice channel")
    for words in ("Only she sees:", "The account is no longer linked", "The row in the service database after:"):
        assert words in told.stdout
