"""The practice PostgreSQL never outlives the program that started it, however that one ends."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from practice.postgres import Cluster

ROOT = Path(__file__).parents[2]
STARTER = """
import pathlib, sys, time
from practice.postgres import Cluster
cluster = Cluster(pathlib.Path(sys.argv[1]), durable=False)
cluster.start()
print(cluster._watchdog.pid, flush=True)
time.sleep(60)
"""


@dataclass(frozen=True)
class Running:
    """A program that holds a cluster, and the two processes that must go with it."""

    program: subprocess.Popen[str]
    watchdog: int
    server: int

    def kill(self, *names: str) -> None:
        """Kill outright, in this order."""
        for name in names:
            pid = self.program.pid if name == "program" else int(getattr(self, name))
            with suppress(ProcessLookupError):  # it may have followed the one before already
                os.kill(pid, signal.SIGKILL)
        self.program.wait(5)


@contextmanager
def program_with_a_cluster(folder: Path) -> Iterator[Running]:
    program = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    with program.stdout:
        watchdog = int(program.stdout.readline())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        yield Running(program, watchdog, server)
        program.kill()
        program.wait()
        assert is_within(5, lambda: all_gone(folder))


def is_within(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def all_gone(folder: Path) -> bool:
    """Whether no process of the cluster lives: the watchdog, the server and each of its workers hold the lock."""
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.parametrize(
    "order",
    [["program"], ["watchdog", "program"], ["server", "program"], ["program", "watchdog"], ["watchdog"], ["server"]],
    ids="-then-".join,
)
def test_nothing_is_left_whoever_is_killed_first(used_folder: Path, order: list[str]) -> None:
    with program_with_a_cluster(used_folder) as running:
        if "program" in order:
            running.kill(*order)
        else:
            os.kill(getattr(running, order[0]), signal.SIGKILL)
        assert is_within(2, lambda: all_gone(used_folder))
    with Cluster(used_folder, durable=False):
        pass  # what the crash left behind does not stop the next start


def test_ctrl_c_is_for_the_program_and_not_for_the_server(used_folder: Path) -> None:
    with program_with_a_cluster(used_folder) as running:
        groups = {os.getpgid(pid) for pid in (running.watchdog, running.server)}
        assert os.getpgid(running.program.pid) not in groups


def test_a_watchdog_asked_to_end_takes_the_server_along(used_folder: Path) -> None:
    with program_with_a_cluster(used_folder) as running:
        os.kill(running.watchdog, signal.SIGTERM)
        assert is_within(2, lambda: all_gone(used_folder))


def test_a_forked_child_does_not_keep_the_server_alive(used_folder: Path) -> None:
    forks = STARTER.replace("print", "import os; os.fork() or (time.sleep(9), os._exit(0)); print", 1)
    program = subprocess.Popen(
        [sys.executable, "-c", forks, str(used_folder)], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    assert program.stdout is not None
    with program.stdout:
        program.stdout.readline()
        program.kill()
        program.wait()
        assert is_within(2, lambda: all_gone(used_folder))
        os.killpg(program.pid, signal.SIGKILL)
