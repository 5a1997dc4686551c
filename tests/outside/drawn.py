"""What a card holds, as a client would go through it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any


def size(card: Mapping[str, Any]) -> int:
    """Bytes on the way to Teams."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def elements(part: Any) -> Iterator[dict[str, Any]]:
    """Every object that has a type."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for inner in part.values():
            yield from elements(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from elements(inner)


def marked_up(card: Mapping[str, Any]) -> list[str]:
    """The texts in which markup has a meaning: blocks and facts."""
    blocks = [each["text"] for each in elements(card) if each["type"] == "TextBlock"]
    facts = [fact["value"] for each in elements(card) if each["type"] == "FactSet" for fact in each["facts"]]
    return blocks + facts


def drawn_texts(card: Mapping[str, Any]) -> list[str]:
    """The texts in which a client replaces date functions; what stands in an input is left as it was typed."""
    return marked_up(card) + [each["text"] for each in elements(card) if each["type"] == "TextRun"]


def read(card: Mapping[str, Any]) -> str:
    """What stands on the card once a client has drawn it."""
    blocks = [re.sub(r"\\(.)", r"\1", text) for text in marked_up(card)]
    runs = [each["text"] for each in elements(card) if each["type"] == "TextRun"]
    return "\n".join(blocks + runs).replace("\u200b", "")
