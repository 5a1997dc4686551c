"""The practice PostgreSQL starts as anyone, keeps what it was given, and says in one line why it cannot."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from practice import postgres
from practice.databases import create_database, drop_database
from practice.postgres import Cluster, PostgresUnavailable, Server
from practice.postgres_home import OWN_BINARIES, ROOM_IN_MEMORY, scratch, settle

ROOT = Path(__file__).parents[2]
STARTER = """
import pathlib, sys
from practice.postgres import Cluster
with Cluster(pathlib.Path(sys.argv[1]), durable=False) as cluster:
    print(cluster.server.port)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


async def ask(server: Server, question: str, database: str = "postgres") -> object:
    connection = await asyncpg.connect(server.url(database))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_restart_is_quick_and_keeps_the_data(open_folder: Path) -> None:
    with Cluster(open_folder) as first:
        await create_database(first.server, "kept")
        await ask(first.server, "CREATE TABLE note AS SELECT 'still here' AS words", "kept")
    with Cluster(open_folder) as second:
        assert await ask(second.server, "SELECT words FROM note", "kept") == "still here"


async def test_it_speaks_utc_and_utf8_and_folds_every_letter(cluster: Cluster) -> None:
    assert await ask(cluster.server, "SHOW timezone") == "UTC"
    assert await ask(cluster.server, "SHOW server_encoding") == "UTF8"
    assert await ask(cluster.server, "SELECT lower('ÄŁÉ')") == "äłé"


async def test_only_the_password_opens_it(cluster: Cluster) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(cluster.server.url("postgres", "postgres", "guess"))


def test_the_password_is_for_its_owner_alone(used_folder: Path) -> None:
    with Cluster(used_folder, durable=False):
        assert (used_folder / "password").stat().st_mode & 0o777 == 0o600


def test_an_address_survives_any_letters() -> None:
    server = Server("127.0.0.1", 5432, "postgres", "p@ss/word", 18)
    assert server.url("tv") == "postgresql://postgres:p%40ss%2Fword@127.0.0.1:5432/tv"
    assert server.url("tv", "bot") == "postgresql://bot@127.0.0.1:5432/tv"
    assert server.url("tv", "bot", "x") == "postgresql://bot:x@127.0.0.1:5432/tv"


async def test_databases_are_made_copied_and_dropped(cluster: Cluster) -> None:
    await create_database(cluster.server, 'odd "name"')
    await ask(cluster.server, "CREATE TABLE note AS SELECT 7 AS number", 'odd "name"')
    await create_database(cluster.server, "copy", 'odd "name"')
    assert await ask(cluster.server, "SELECT number FROM note", "copy") == 7
    for name in ("copy", 'odd "name"', "never there"):
        await drop_database(cluster.server, name)
    assert await ask(cluster.server, "SELECT count(*) FROM pg_database WHERE datname LIKE '%odd%'") == 0


def test_a_second_start_says_that_one_is_running(used_folder: Path) -> None:
    with Cluster(used_folder, durable=False), pytest.raises(PostgresUnavailable, match="already running") as refused:
        Cluster(used_folder, durable=False).start()
    assert str(os.getpid()) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_stopping_twice_and_asking_too_early_are_harmless(open_folder: Path) -> None:
    idle = Cluster(open_folder)
    idle.stop()
    with pytest.raises(RuntimeError, match="not started"):
        _ = idle.server


@pytest.mark.parametrize("broken", ["missing", "empty", "wrong", "no version"])
def test_broken_binaries_are_said_in_one_line(open_folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    binaries = open_folder / "bin"
    if broken != "missing":
        binaries.mkdir()
    if broken in ("wrong", "no version"):
        for name in ("initdb", "postgres"):
            (binaries / name).write_text("not a program" if broken == "wrong" else "#!/bin/sh\necho hello\n")
            (binaries / name).chmod(0o755)
    monkeypatch.setenv(OWN_BINARIES, str(binaries))
    with pytest.raises(PostgresUnavailable) as refused:
        Cluster(open_folder / "cluster").start()
    assert str(binaries) in str(refused.value)
    assert OWN_BINARIES in str(refused.value)
    assert "\n" not in str(refused.value)


def test_data_of_another_version_ask_for_a_clean(open_folder: Path) -> None:
    with Cluster(open_folder, durable=False):
        pass
    (open_folder / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresUnavailable, match=r"\./dev clean"):
        Cluster(open_folder, durable=False).start()


def test_a_lost_password_asks_for_a_clean(open_folder: Path) -> None:
    (open_folder / "data").mkdir()
    with pytest.raises(PostgresUnavailable, match=r"\./dev clean"):
        Cluster(open_folder).start()


def test_a_port_that_another_program_takes_first_is_tried_elsewhere(
    used_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = postgres._free_port()
        ports = iter([other.getsockname()[1], free])
        monkeypatch.setattr(postgres, "_free_port", lambda: next(ports))
        with Cluster(used_folder, durable=False) as cluster:
            assert cluster.server.port == free


def test_a_folder_that_cannot_be_made_is_said_in_one_line(open_folder: Path) -> None:
    (open_folder / "file").touch()
    with pytest.raises(PostgresUnavailable, match="Not a directory"):
        Cluster(open_folder / "file" / "cluster").start()


def test_a_refused_setting_is_told_in_postgresqls_words(used_folder: Path) -> None:
    with pytest.raises(PostgresUnavailable, match=r"FATAL.*nonsense"):
        Cluster(used_folder, durable=False, settings={"nonsense": "1"}).start()
    with Cluster(used_folder, durable=False) as cluster:
        assert cluster.server.port


def test_an_initdb_cut_short_is_done_again(open_folder: Path) -> None:
    (open_folder / "data.new").mkdir()
    (open_folder / "data.new" / "PG_VERSION").write_text("18\n")
    with Cluster(open_folder, durable=False) as cluster:
        assert cluster.server.port


def test_a_user_without_a_name_is_told_so(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(PostgresUnavailable, match="54321"):
        settle(open_folder)


@pytest.mark.parametrize("room", [0, ROOM_IN_MEMORY + 1])
def test_a_scratch_folder_is_open_to_all_wherever_it_is(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=room))
    folder = scratch()
    assert folder.stat().st_mode & 0o777 == 0o755
    folder.rmdir()


@as_root
def test_root_without_a_nobody_is_told_so(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_there(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(pwd, "getpwnam", nobody_there)
    with pytest.raises(PostgresUnavailable, match="ordinary user"):
        settle(open_folder)


@as_root
def test_an_ordinary_user_just_runs_it(open_folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(open_folder, nobody.pw_uid, nobody.pw_gid)
    python = _python_for_anyone(nobody)
    done = _as_ordinary([python, "-c", STARTER, str(open_folder)], nobody)
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_uid == nobody.pw_uid for path in open_folder.rglob("*"))
    with Cluster(open_folder, durable=False) as taken_over:  # root then becomes the owner of the data
        assert taken_over.server.port


@as_root
def test_root_with_all_under_a_closed_folder_goes_elsewhere(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OWN_BINARIES, raising=False)
    open_folder.chmod(0o700)
    wheel = settle(open_folder).binaries.parents[1]
    for part in (wheel / "pginstall18", wheel.with_suffix(".libs")):
        shutil.copytree(part, open_folder / part.relative_to(wheel.parent))
    monkeypatch.setenv(OWN_BINARIES, str(open_folder / wheel.name / "pginstall18" / "bin"))
    folder = open_folder / "practice"
    try:
        with Cluster(folder, durable=False) as first:
            asyncio.run(create_database(first.server, "kept"))
        with Cluster(folder, durable=False) as second:
            assert asyncio.run(ask(second.server, "SELECT 1", "kept")) == 1
        assert not (folder / "data").exists()
    finally:
        for note in open_folder.rglob("elsewhere"):
            shutil.rmtree(note.read_text())


@as_root
def test_own_binaries_that_are_closed_to_nobody_are_told_of(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = open_folder / "closed"
    shutil.copytree(settle(open_folder).binaries, closed / "bin")
    closed.chmod(0o700)
    monkeypatch.setenv(OWN_BINARIES, str(closed / "bin"))
    with pytest.raises(PostgresUnavailable, match=r"is closed to user id"):
        Cluster(open_folder, durable=False).start()


def _python_for_anyone(account: pwd.struct_passwd) -> str:
    """A Python that this account can run; root's own may lie under /root."""
    name = f"python3.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/local/bin/{name}", f"/usr/bin/{name}"):
        try:
            if _as_ordinary([python, "-c", "import practice.postgres"], account).returncode == 0:
                return python
        except OSError:
            continue
    pytest.skip("no Python here that an ordinary user can run with this checkout")


def _as_ordinary(command: list[str], account: pwd.struct_passwd) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    own = {name: os.environ[name] for name in [OWN_BINARIES] if name in os.environ}
    return subprocess.run(
        command,
        cwd="/",
        env=environment | own | {"PYTHONDONTWRITEBYTECODE": "1"},  # no HOME
        capture_output=True,
        text=True,
        check=False,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
    )
