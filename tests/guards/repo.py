"""The files of this repository, as the guards read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "adapters", "practice", "tests")
# What .gitignore names, and git itself: none of it is the project's.
NOT_OURS = {".git", ".venv", ".practice", "__pycache__", ".hypothesis", "build", "node_modules"}


def files() -> Iterator[Path]:
    """Every file of the project."""
    yield from _files(ROOT)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.endswith("_cache") or path.name.startswith(".coverage"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file():
            yield path


def modules(*packages: str) -> list[Path]:
    """The Python modules of these packages, or of all."""
    found = [path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert found
    return sorted(found)


def named(path: Path) -> str:
    """The path inside the repository, as tests are named after it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Every module that a module imports, anywhere in it, with the names taken from it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
