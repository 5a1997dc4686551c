"""Readings as JSON lines, for the outside contract's `understand` command."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from handlers.reading.message import Message
from handlers.reading.understanding import understand

_SHAPE = 'Write one JSON object on the line: {"text": "…", "html": "…" or null, "mentions": ["…"]}.'


class _WrongShape(ValueError):
    """The line is JSON but no message; its words say what to do."""


def run_lines(lines: Iterable[str]) -> Iterator[str]:
    """Give one JSON line for each line that is not blank; a bad one gives {"error": …} and the rest goes on."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line))  # ASCII only: a lone surrogate must not stop the writer


def _answer(line: str) -> dict[str, Any]:
    try:
        return understand(message_from(json.loads(line.removeprefix("\ufeff")))).as_json()
    except _WrongShape as fault:
        return {"error": f"{fault} {_SHAPE}"}
    except (ValueError, RecursionError):
        return {"error": f"The line is not valid JSON. {_SHAPE}"}


def message_from(value: object) -> Message:
    """Check a JSON value and return the message; ValueError says what is wrong with it."""
    if not isinstance(value, dict):
        raise _WrongShape("The line is not a JSON object.")
    text, html, mentions = value.get("text"), value.get("html"), value.get("mentions")
    if not isinstance(text, str | None) or not isinstance(html, str | None):
        raise _WrongShape('"text" and "html" must be text.')
    if text is None and html is None:
        raise _WrongShape('There is neither "text" nor "html".')
    if mentions is None:
        mentions = []
    if not isinstance(mentions, list) or not all(isinstance(name, str) for name in mentions):
        raise _WrongShape('"mentions" must be a list of names.')
    return Message(text or "", html, tuple(mentions))
