"""Runs one PostgreSQL and takes it along when the program that wanted it is gone.

Started by practice.postgres as its own process and session: `watchdog.py UID GID LOCK COMMAND …`. Standard input is a
pipe whose other end only that program holds: end of file means stop, whether it closed the pipe or was killed. LOCK is
an open, locked file that every server process inherits, so the lock is free exactly when the last one has ended.
Standard output gets one line, the server's process id. Standard library only, and nothing of ours: it must start fast.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from threading import Thread
from types import FrameType

PR_SET_PDEATHSIG = 1
GENTLY = 0.5  # seconds for a clean end; an abrupt one is safe too, the next start then replays the log


def main(uid: str, gid: str, lock: str, *command: str) -> int:
    """Run the command (as uid and gid unless these are empty) until it ends or the parent does; its exit code."""
    server = subprocess.Popen(
        command,
        cwd="/",  # the caller's folder may be closed to that uid
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        pass_fds=(int(lock),),
        user=int(uid) if uid else None,
        group=int(gid) if gid else None,
        extra_groups=[] if uid else None,
        preexec_fn=dies_with_this_process(signal.SIGQUIT),  # noqa: PLW1509 no thread runs yet
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stopper(server))
    print(server.pid, flush=True)
    Thread(target=_stop_with_the_parent, args=(server, os.getppid()), daemon=True).start()
    return server.wait()


def _stop_with_the_parent(server: subprocess.Popen[bytes], parent: int) -> None:
    # A child forked by the parent may hold the pipe open after the parent's death: hence the look at the parent too.
    while not select.select([0], [], [], 0.5)[0]:
        if os.getppid() != parent:
            break
    _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    for number, patience in ((signal.SIGINT, GENTLY), (signal.SIGQUIT, 0.3), (signal.SIGKILL, None)):
        server.send_signal(number)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return


def _stopper(server: subprocess.Popen[bytes]) -> Callable[[int, FrameType | None], None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        Thread(target=_stop, args=(server,), daemon=True).start()

    return stop


def dies_with_this_process(number: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes another program: ask for this signal should its parent be killed.

    Linux only; elsewhere a server is left over when both the watchdog and its parent are killed outright.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
