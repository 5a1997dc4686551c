"""The bots that ours is measured against: each a file to serve and a list of packages, in an environment of its own.

Nothing here imports ours, and nothing of theirs is in our locks.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def python_of(peer: str) -> Path:
    """Python with exactly the packages of `<peer>.txt`, made in the temporary folder the first time."""
    wanted = HERE / f"{peer}.txt"
    mark = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"tv-support-bot-{peer}-{mark}"
    python, done = home / "bin" / "python", home / ".installed"
    if done.exists():
        return python
    print(f"Installing {peer}'s packages (once) ...", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(home)])
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        _run([sys.executable, "-m", "venv", str(home)])
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*install, "--no-deps", "-r", str(wanted)])
    done.touch()
    return python


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)
