"""The image holds what the bot runs with and its three floors, and nothing that only a laptop or a test needs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import PurePosixPath

import pytest

from tests.guards.repo import ROOT, modules, named

FLOORS = {"bot", "handlers", "adapters"}
TEAMS_APP = {"manifest/manifest.json", "manifest/color.png", "manifest/outline.png"}
SHIPPED = FLOORS | TEAMS_APP
LOCK, TOOL_LOCK, TRIM = "requirements/run.lock", "requirements/sbom.lock", "deploy/trim.py"
ENTRY = re.compile(r"^([a-z0-9._-]+)==", re.M)

Step = tuple[str, str]


def stages() -> list[list[Step]]:
    """The Dockerfile's steps by stage: the instruction in capitals, and its words on one line."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    steps = [(first.upper(), " ".join(rest.split())) for first, _, rest in _split(text)]
    found: list[list[Step]] = []
    for step in steps:
        if step[0] == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def _split(text: str) -> list[tuple[str, str, str]]:
    return [line.strip().partition(" ") for line in text.splitlines() if line.strip()]


def words(name: str, steps: list[Step]) -> list[str]:
    return [rest for instruction, rest in steps if instruction == name]


def copied(steps: list[Step]) -> list[str]:
    """What these steps copy out of the repository; copies from another stage are not that."""
    sources: list[str] = []
    for rest in words("COPY", steps):
        if not rest.startswith("--from="):
            sources += rest.split()[:-1]
    return sources


def context() -> list[str]:
    """What .dockerignore lets through, in its order."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_only_the_floors_and_the_packages_are_in_the_image() -> None:
    last = stages()[-1]
    assert {source.rstrip("/") for source in copied(last)} == SHIPPED
    from_stages = [rest for rest in words("COPY", last) if rest.startswith("--from=")]
    assert from_stages == [
        "--from=system / /",
        "--from=trimmed /opt/venv /opt/venv",
        "--from=sbom /sbom.json /app/sbom.json",
    ]
    assert words("FROM", last) == ["scratch"], "what an earlier layer holds cannot be taken out again"


def test_every_copied_file_exists_and_reaches_the_build() -> None:
    let_through = {line.removeprefix("!") for line in context() if line.startswith("!")}
    sources = [source for steps in stages() for source in copied(steps)]
    assert {source.rstrip("/") for source in sources} == {*SHIPPED, LOCK, TOOL_LOCK, TRIM} == let_through
    assert all((ROOT / source).exists() for source in sources)
    assert not words("ADD", [step for steps in stages() for step in steps])


def test_the_build_sees_only_what_is_named() -> None:
    first, *others = context()
    assert first == "*"
    assert {line for line in others if line.startswith("!")} == {
        f"!{name}" for name in (*SHIPPED, LOCK, TOOL_LOCK, TRIM)
    }
    assert {"**/__pycache__", "**/*.pyc"} <= set(others)


def test_everything_that_the_floors_need_beside_code_is_copied_with_them() -> None:
    """Whole folders are copied, so the migrations go along; what else is read is named above, the Teams app's files."""
    assert (ROOT / "adapters" / "bot_database" / "migrations" / "env.py").exists()
    assert not [named(path) for path in modules(*FLOORS) if ".parents[" in path.read_text()]


def test_packages_are_installed_by_hash_and_nothing_is_compiled() -> None:
    installs = [json.loads(rest) for steps in stages() for rest in words("RUN", steps) if '"install"' in rest]
    assert [options[-1] for options in installs] == [f"/{PurePosixPath(lock).name}" for lock in (LOCK, TOOL_LOCK)]
    for options in installs:
        assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(options)
    assert not [rest for steps in stages() for rest in words("RUN", steps) if "apt" in rest]


def test_no_command_needs_a_shell() -> None:
    for steps in stages():
        for name in ("RUN", "ENTRYPOINT", "CMD"):
            for rest in words(name, steps):
                assert isinstance(json.loads(rest), list), rest


def test_it_starts_from_one_image_of_a_named_version() -> None:
    bases = [rest.split()[0] for steps in stages() for rest in words("FROM", steps)]
    names = {rest.split()[-1] for steps in stages() for rest in words("FROM", steps)}
    [outside] = [base for base in bases if base not in names | {"scratch"}]
    assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim(@sha256:[0-9a-f]{64})?", outside)
    assert "latest" not in outside


def test_it_runs_as_nobody_in_particular_and_everything_before_belongs_to_root() -> None:
    last = stages()[-1]
    [user] = words("USER", last)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "a number: Kubernetes' runAsNonRoot cannot read names"
    after = [instruction for instruction, _ in last[last.index(("USER", user)) + 1 :]]
    assert not {"COPY", "ADD", "RUN"} & set(after)
    assert "--chown" not in " ".join(words("COPY", last))


def test_it_starts_the_bot_where_teams_can_reach_it() -> None:
    last = stages()[-1]
    assert [json.loads(rest) for rest in words("ENTRYPOINT", last)] == [["python", "-m", "bot"]]
    assert [json.loads(rest) for rest in words("CMD", last)] == [["serve"]]
    environment = dict(pair.split("=", 1) for rest in words("ENV", last) for pair in rest.split())
    assert environment["HOST"] == "0.0.0.0"
    assert words("EXPOSE", last) == [environment["PORT"]]
    assert environment["PYTHONUNBUFFERED"] == environment["PYTHONDONTWRITEBYTECODE"] == "1"


def test_its_health_is_asked_at_livez_without_a_shell_or_a_proxy() -> None:
    [health] = words("HEALTHCHECK", stages()[-1])
    command = json.loads(health.partition(" CMD ")[2])
    assert command[0] == "python"
    compile(command[-1], "HEALTHCHECK", "exec")
    assert "/livez" in command[-1]
    assert "urllib" not in command[-1], "urllib obeys HTTP_PROXY, which would ask somebody else"


def test_no_step_holds_a_secret() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for name in ("SECRET_KEY", "APP_PASSWORD", "DATABASE_URL"):
        assert name not in text


def test_the_lock_holds_nothing_that_only_practice_and_tests_use() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    names = {re.split(r"[\[<>=!~ ]", each)[0] for group in groups.values() for each in group if isinstance(each, str)}
    assert names
    assert not names & set(ENTRY.findall((ROOT / LOCK).read_text()))


@pytest.mark.parametrize("label", ["version", "revision"])
def test_it_says_which_version_and_commit_it_is(label: str) -> None:
    last = stages()[-1]
    given = {rest.partition("=")[0] for rest in words("ARG", last)}
    [told] = re.findall(rf'image\.{label}="\$\{{(\w+)}}"', " ".join(words("LABEL", last)))
    assert told in given
