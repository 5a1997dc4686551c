"""The data folder of a practice PostgreSQL: made once by initdb, with its password beside it."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from practice.postgres_home import ENVIRONMENT, Home, PostgresUnavailable

BUILTIN_LOCALES_FROM = 17  # the first PostgreSQL whose C.UTF-8 folds case alike on every system


def password(folder: Path, home: Home) -> str:
    """The superuser's password: made with the cluster, kept beside it for our eyes only."""
    kept = folder / "password"
    if home.data.exists():
        if not kept.exists():
            raise PostgresUnavailable(f"The password of the PostgreSQL in {folder} is lost: run ./dev clean.")
        return kept.read_text()
    kept.unlink(missing_ok=True)
    made = secrets.token_urlsafe(24)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    return made


def initialise(home: Home, secret: str, *, durable: bool) -> None:
    """Make an empty cluster with this superuser password. Raises PostgresUnavailable.

    It is made under another name and then renamed: an initdb cut short must not look like a cluster.
    """
    unfinished = home.place / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    told = home.place / "data.password"
    told.unlink(missing_ok=True)
    told.touch(mode=0o600)
    told.write_text(secret)
    if home.account:
        os.chown(unfinished, home.account.uid, home.account.gid)
        os.chown(told, home.account.uid, home.account.gid)
    command = [str(home.binaries / "initdb"), "-D", str(unfinished), "--username=postgres", f"--pwfile={told}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", *_locale(home), "--no-instructions"]
    if not durable:
        command.append("--no-sync")
    try:
        made = subprocess.run(
            command,
            cwd="/",
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            user=home.account.uid if home.account else None,
            group=home.account.gid if home.account else None,
            extra_groups=[] if home.account else None,
        )
    finally:
        told.unlink()
    if made.returncode:
        reason = next((line for line in made.stderr.splitlines() if "error:" in line), made.stderr.strip()[-200:])
        raise PostgresUnavailable(f"PostgreSQL's initdb failed in {home.place}: {reason}. Try ./dev clean.")
    unfinished.rename(home.data)


def _locale(home: Home) -> list[str]:
    if home.major >= BUILTIN_LOCALES_FROM:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8" if sys.platform.startswith("linux") else "--locale=C"]


def check_version(home: Home) -> None:
    """Refuse data that another major version of PostgreSQL made. Raises PostgresUnavailable."""
    made_by = (home.data / "PG_VERSION").read_text().strip()
    if made_by != str(home.major):
        raise PostgresUnavailable(
            f"The data in {home.data} are PostgreSQL {made_by}'s and the binaries are {home.major}: "
            "run ./dev clean to begin with an empty one."
        )
