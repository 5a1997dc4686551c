"""Cards and messages as plain lines, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from practice.channel import Message

WIDTH = 92


def card_lines(card: Mapping[str, Any]) -> list[str]:
    """What a card says, a line for each text, fact, input and button."""
    lines = [line for item in card.get("body", []) for line in _lines(item)]
    buttons = [f"[ {action['title']} ]" for action in card.get("actions", [])]
    return [*(piece for line in lines for piece in wrap(line, WIDTH)), *([" ".join(buttons)] if buttons else [])]


def message_text(message: Message) -> str:
    """A message's words without the tags of its mentions."""
    return re.sub(r"</?at>", "@", message.text.replace("</at>", "")).replace("&nbsp;", " ")


def _lines(item: Mapping[str, Any]) -> Iterator[str]:
    kind = item["type"]
    if kind == "TextBlock":
        yield _unescaped(item["text"])
    elif kind == "RichTextBlock":
        yield "".join(run["text"] for run in item["inlines"])
    elif kind == "FactSet":
        for fact in item["facts"]:
            yield f"{fact['title'] + ':':<30} {_unescaped(fact['value'])}"
    elif kind == "Container":
        for inner in item["items"]:
            yield from _lines(inner)
    elif kind.startswith("Input."):
        choices = {choice["value"]: choice["title"] for choice in item.get("choices", [])}
        value = str(item.get("value", ""))
        yield f"{item['label']}: ({choices.get(value, value)})"


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
