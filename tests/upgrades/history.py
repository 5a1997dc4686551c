"""The version before: the code as it stood right before the newest migration, from the history of this repository."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Final

import pytest

from adapters.bot_database.revision import newest
from tests.guards.repo import ROOT

VERSIONS: Final = "adapters/bot_database/migrations/versions"
RUNS: Final = ("bot", "handlers", "adapters")


def version_before(folder: Path) -> Path:
    """Put what runs of the version before into this folder.

    Without a history the test is passed over: what the version before writes stands in tests/upgrades/columns/ too, and
    is tried everywhere.
    """
    [migration] = (ROOT / VERSIONS).glob(f"v{newest()}_*.py")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout, so the version before is not here")
    if shutil.which("git") is None or _git("rev-parse", "--is-shallow-repository").strip() == b"true":
        pytest.skip("git or the history of this checkout is missing: git fetch --unshallow")
    made = _git("log", "--diff-filter=A", "--format=%H", "--", f"{VERSIONS}/{migration.name}").split()
    # A migration that is not committed yet comes after everything that is.
    commit = f"{made[-1].decode()}~1" if made else "HEAD"
    with tarfile.open(fileobj=io.BytesIO(_git("archive", commit, *RUNS))) as archive:
        archive.extractall(folder, filter="data")
    assert not (folder / VERSIONS / migration.name).exists()
    return folder


def _git(*words: str) -> bytes:
    # Whoever runs the tests need not be whoever made the checkout.
    command = ["git", "-c", f"safe.directory={ROOT}", *words]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
