"""Every event and every field that our code can write to the log is declared in bot/log_fields.py, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.log_fields import EVENTS, FIELDS
from tests.guards.repo import modules, named

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "fatal", "log"}
BINDS = {"bind", "new", "bind_contextvars", "bound_contextvars"}
OUR_MODULES = [path for path in modules("bot", "adapters", "handlers") if named(path) != "bot/log_fields.py"]


def written(tree: ast.AST) -> Iterator[tuple[str | None, str | None]]:
    """Each (event, field) that is written or bound somewhere; None for what a reader of the code cannot tell."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if _of_log(node) and id(node) not in called:
            yield None, None  # a method put aside, to be called under another name
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if _of_log(node.func) and name in LEVELS:
            events = node.args[1:] if name == "log" else node.args
            yield _text(events[0]) if len(events) == 1 else None, "event"
        elif name not in BINDS or (name in ("bind", "new") and not _of_log(node.func)):
            continue
        for keyword in node.keywords:
            yield "", keyword.arg


def _of_log(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("log", "logger", "_log")
        and node.attr in LEVELS | BINDS
    )


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("path", OUR_MODULES, ids=named)
def test_what_is_written_is_declared(path: Path) -> None:
    for event, field in written(ast.parse(path.read_text())):
        assert event == "" or event in EVENTS, f"declare the event {event!r} in bot/log_fields.py"
        assert field in FIELDS, f"declare the field {field!r} in bot/log_fields.py: keep, hash or drop"


def test_no_event_is_declared_that_nobody_writes() -> None:
    found = {event for path in OUR_MODULES for event, _ in written(ast.parse(path.read_text()))}
    assert EVENTS - found == set()


def test_our_modules_write_by_this_log_only() -> None:
    """A second logger, or `print`, would go past the table."""
    for path in OUR_MODULES:
        tree = ast.parse(path.read_text())
        made = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and "get_logger" in ast.dump(node)]
        assert all(isinstance(each.targets[0], ast.Name) and each.targets[0].id == "log" for each in made), path
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in called, path
        assert "getLogger" not in ast.dump(tree), path


@pytest.mark.parametrize(
    "code",
    [
        "log.info('started', address='a')",
        "log.info(f'of {person}')",
        "log.info('started %s', 'a')",
        "log.log(20, 'unheard_of')",
        "log.bind(address='a')",
        "bind_contextvars(address='a')",
        "structlog.contextvars.bound_contextvars(address='a')",
        "log.warning('started', **values)",
        "write = log.info",
    ],
)
def test_the_guard_itself_sees_what_is_not_declared(code: str) -> None:
    found = list(written(ast.parse(code)))
    assert any(event not in {"", *EVENTS} or field not in FIELDS for event, field in found), code
