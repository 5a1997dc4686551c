"""Every command that a page shows is there with its options; what can run without a network is run as it stands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli as bot
from practice.__main__ import cli as practice
from tests.guards.repo import ROOT, files, named
from tests.register.sample import sample_folder

PAGES = [path for path in files() if path.suffix == ".md"]
SHOWN = re.compile(r"(?:\.venv/bin/)?python -m (bot|practice)((?: +(?!#)[^`|#\n(]+)?)")
DEV = re.compile(r"\./dev( [a-z]+)((?: --[a-z-]+)*)")
WORD = re.compile(r"[a-z]+$")
VERBS = {"bot": {"audit": 2, "register": 2}, "practice": {}}  # commands that have commands


def shown() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Program, its command's words, and the options that a page writes after them."""
    found = set()
    for page in PAGES:
        for program, rest in SHOWN.findall(page.read_text()):
            words = [word for word in rest.replace("[", " ").replace("]", " ").split() if word not in ("…", "…`")]
            wide = VERBS[program].get(words[0], 1) if words else 0
            options = tuple(word.partition("=")[0] for word in words if word.startswith("--"))
            verbs = tuple(word.rstrip(",.:;") for word in words[:wide] if WORD.match(word.rstrip(",.:;")))
            found.add((program, verbs, options))
    yield from sorted(found)


@pytest.mark.parametrize(("program", "verbs", "options"), list(shown()))
def test_every_command_and_every_option_is_there(
    program: str, verbs: tuple[str, ...], options: tuple[str, ...]
) -> None:
    told = CliRunner().invoke({"bot": bot, "practice": practice}[program], [*verbs, "--help"])
    assert told.exit_code == 0, told.output
    assert all(option in told.output for option in options if option != "--help")


def test_all_of_the_bots_commands_are_on_the_page_of_commands() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    names = {str(command.name or command.callback.__name__) for command in bot.registered_commands if command.callback}
    names |= {
        f"{group.name} {command.name or command.callback.__name__}"
        for group in bot.registered_groups
        if group.typer_instance
        for command in group.typer_instance.registered_commands
        if command.callback
    }
    assert names == set(re.findall(r"^\| `python -m bot ([a-z]+(?: [a-z]+)?)", page, re.M))


@pytest.mark.parametrize(
    "words", sorted({f"{verb}{options}" for page in PAGES for verb, options in DEV.findall(page.read_text())})
)
def test_every_word_of_dev_is_there(words: str) -> None:
    verb, *options = words.split()
    done = subprocess.run(
        [sys.executable, ROOT / "dev", verb, "--help"], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(option in done.stdout for option in options)


def examples() -> list[str]:
    """Blocks of commands.md whose commands say that they need no settings and no network."""
    page = (ROOT / "docs" / "commands.md").read_text()
    [block] = re.findall(r"need no network[^\n]*\n\n```\n(.+?)```", page, re.S)
    return str(block).splitlines()


@pytest.mark.parametrize("line", examples())
def test_the_examples_run_as_they_stand(line: str, tmp_path: Path) -> None:
    (tmp_path / ".practice").mkdir()
    (tmp_path / ".practice" / "register").symlink_to(sample_folder())
    line = line.replace("python -m", f"{shlex.quote(sys.executable)} -m")
    done = subprocess.run(
        line, shell=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if "understand" in line:
        assert json.loads(done.stdout)["kind"] == "unlink_one_login"
    elif "lookup" in line:
        assert "UKPRN" in done.stdout
    else:
        assert "manifest.json" in zipfile.ZipFile(tmp_path / "tv-support-bot.zip").namelist()


def test_pages_with_commands_were_found() -> None:
    assert {"README.md", "docs/commands.md", "deploy/README.md"} <= {
        named(page) for page in PAGES if SHOWN.search(page.read_text()) or DEV.search(page.read_text())
    }
    assert len(list(shown())) > 10
