"""A real PostgreSQL for practice and tests, without installing one.

`Cluster(folder).start()` makes the cluster once and runs it until `stop()`, or until this process is gone in whatever
way: the server is the child of a watchdog (practice/watchdog.py). Everything here is synchronous and needs no library,
as it runs before any event loop; practice/databases.py makes and drops databases in it.
"""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from practice.postgres_data import check_version, initialise, password
from practice.postgres_home import ENVIRONMENT, Home, PostgresUnavailable, settle

__all__ = ["Cluster", "PostgresUnavailable", "Server"]

WATCHDOG = Path(__file__).with_name("watchdog.py")
READY_LINE = 7  # of postmaster.pid, counted from 0: the server writes "ready" there when it takes connections
READY_WITHIN = 30.0  # seconds, enough to replay the log after a crash
LOCKED_FOR = 1.0  # seconds: a watchdog whose parent was killed a moment ago needs this long at most
PORT_TRIES = 5


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL and its superuser."""

    host: str
    port: int
    user: str
    password: str
    major: int

    def url(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """The address of a database, postgresql://…; without a user it is the superuser's."""
        if user is None:
            user, password = self.user, self.password
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{quote(user, safe='')}{secret}@{self.host}:{self.port}/{quote(database, safe='')}"


class Cluster:
    """One PostgreSQL cluster in a folder; a context manager that starts and stops it.

    `durable` keeps what was committed even when the machine stops; without it a test is faster. `settings` are further
    PostgreSQL settings by name.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        max_connections: int = 100,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder.resolve()
        self._durable = durable
        self._settings = _settings(durable=durable, max_connections=max_connections) | dict(settings or {})
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        """The running server; RuntimeError before start and after stop."""
        if self._server is None:
            raise RuntimeError("this cluster is not started")
        return self._server

    def start(self) -> Server:
        """Make the cluster if the folder has none, and run it. Raises PostgresUnavailable."""
        try:
            return self._start()
        except OSError as error:
            raise PostgresUnavailable(
                f"PostgreSQL cannot use {self._folder}: {error}. ./dev clean removes what is there."
            ) from error

    def stop(self) -> None:
        """Stop the server and wait until it is gone; nothing happens when it does not run."""
        watchdog, self._watchdog, self._server = self._watchdog, None, None
        if watchdog is not None:
            _end(watchdog)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self) -> Server:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = _lock(self._folder)
        try:
            home = settle(self._folder)
            secret = password(self._folder, home)
            if not home.data.exists():
                initialise(home, secret, durable=self._durable)
            check_version(home)
            # The lock is ours, so no server of this cluster lives: a pid file is what a crash left behind, and the
            # process of that number may by now be anything.
            (home.data / "postmaster.pid").unlink(missing_ok=True)
            self._watchdog, port = self._run(home, lock)
        finally:
            os.close(lock)  # from here on the watchdog and the server hold it
        self._server = Server("127.0.0.1", port, "postgres", secret, home.major)
        return self._server

    def _run(self, home: Home, lock: int) -> tuple[subprocess.Popen[bytes], int]:
        log = self._folder / "postgres.log"
        words = ""
        for _ in range(PORT_TRIES):
            port = _free_port()
            log.unlink(missing_ok=True)
            watchdog = self._watch(home, lock, port, log)
            try:
                if _is_ready(watchdog, home.data / "postmaster.pid"):
                    return watchdog, port
            except BaseException:
                _end(watchdog)
                raise
            _end(watchdog)
            words = log.read_text(errors="replace")
            if "Address already in use" not in words:  # else another program was faster: try the next free port
                break
        lines = [line for line in words.splitlines() if "FATAL" in line] or words.splitlines() or ["it said nothing"]
        raise PostgresUnavailable(f"PostgreSQL did not start: {lines[-1].strip()} (all its words are in {log})")

    def _watch(self, home: Home, lock: int, port: int, log: Path) -> subprocess.Popen[bytes]:
        who = (str(home.account.uid), str(home.account.gid)) if home.account else ("", "")
        settings = [f"--{name}={value}" for name, value in {**self._settings, "port": str(port)}.items()]
        server = [str(home.binaries / "postgres"), "-D", str(home.data), *settings]
        with log.open("wb") as words:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", str(WATCHDOG), *who, str(lock), *server],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                pass_fds=(lock,),
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl-C is for us; the server then stops in its turn
            )


def _settings(*, durable: bool, max_connections: int) -> dict[str, str]:
    safe = "on" if durable else "off"
    return {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": str(max_connections),
        "shared_buffers": "32MB",
        "max_wal_size": "256MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
        "fsync": safe,
        "full_page_writes": safe,
        "synchronous_commit": safe,
    }


def _lock(folder: Path) -> int:
    """The open, locked file that says a server of this folder lives; it holds our process id."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + LOCKED_FOR
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < until:
                time.sleep(0.02)
                continue
            starter = os.read(lock, 20).decode()
            os.close(lock)
            raise PostgresUnavailable(
                f"A PostgreSQL is already running in {folder}: stop the program that started it (process {starter})."
            ) from None
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        return lock


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _is_ready(watchdog: subprocess.Popen[bytes], pid_file: Path) -> bool:
    """Wait until the server takes connections; False when it ended instead, or is not ready in time."""
    assert watchdog.stdout is not None
    server = watchdog.stdout.readline().decode().strip()
    until = time.monotonic() + READY_WITHIN
    while watchdog.poll() is None and time.monotonic() < until:
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        if len(lines) > READY_LINE and lines[0] == server and lines[READY_LINE].strip() == "ready":
            return True
        time.sleep(0.005)
    return False


def _end(watchdog: subprocess.Popen[bytes]) -> None:
    """Close the watchdog's pipe, which makes it stop the server, and see it off."""
    assert watchdog.stdin is not None and watchdog.stdout is not None
    watchdog.stdin.close()
    try:
        watchdog.wait(5)
    except subprocess.TimeoutExpired:
        watchdog.kill()  # the server's own request to die with it then does the rest
        watchdog.wait()
    watchdog.stdout.close()
