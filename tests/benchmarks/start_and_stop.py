"""How long `./dev run` takes to its address, and Ctrl-C to the end of everything: run by hand, best and median of some.

`.venv/bin/python -m tests.benchmarks.start_and_stop [ROUNDS]`. Goals of issue 3: ready in 5 s, ended in 2 s.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time


def main(rounds: int) -> None:
    starts, ends = [], []
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        for _ in range(rounds):
            began = time.monotonic()
            process = subprocess.Popen(
                [sys.executable, "-m", "practice", "run"],
                env={**os.environ, "PRACTICE_DIR": folder},
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Open the first address"):
                    break
            starts.append(time.monotonic() - began)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            process.communicate()
            ends.append(time.monotonic() - began)
    for name, took in (("ready after", starts), ("ended after", ends)):
        print(f"{name} {min(took):.1f} s at best, {statistics.median(took):.1f} s median of {rounds}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
