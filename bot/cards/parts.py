"""The small pieces that cards are made of. What people wrote is always shown as it is, never as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.form import LONGEST_INPUT

Element = dict[str, Any]

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~])")


def literal(text: str) -> str:
    """Text that a TextBlock or FactSet shows letter by letter: no markdown, no mention, no date function."""
    return _MARKUP.sub(r"\\\1", text).replace("{", "{\u200b")


def heading(text: str) -> Element:
    return {"type": "TextBlock", "text": text, "style": "heading", "size": "Medium", "weight": "Bolder", "wrap": True}


def line(text: str, **look: Any) -> Element:
    """One paragraph of our own words."""
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def quiet(text: str) -> Element:
    return line(text, isSubtle=True, size="Small", spacing="Small")


def written(label: str, text: str) -> Element:
    """What somebody wrote: a text run, in which markdown has no meaning."""
    return {
        "type": "RichTextBlock",
        "inlines": [
            {"type": "TextRun", "text": f"{label}: ", "weight": "Bolder"},
            {"type": "TextRun", "text": text.replace("{", "{\u200b")},
        ],
    }


def box(items: Sequence[Element], style: str) -> Element:
    return {"type": "Container", "style": style, "items": list(items), "spacing": "Medium"}


def facts(rows: Mapping[str, str]) -> Element:
    return {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in rows.items()]}


def text_input(
    name: str,
    label: str,
    value: str | None = None,
    *,
    error: str | None = None,
    long: bool = False,
    most: int = LONGEST_INPUT,
) -> Element:
    """`error` makes it required, for buttons that send inputs; `most` is in characters."""
    field: Element = {"type": "Input.Text", "id": name, "label": label, "maxLength": most, "isMultiline": long}
    if value:
        field["value"] = value
    if error:
        field |= {"isRequired": True, "errorMessage": error}
    return field


def choice(name: str, label: str, options: Mapping[Any, str], value: str | None = None) -> Element:
    """One of several, each a key with its words; a key is text or a member of a StrEnum."""
    field: Element = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "expanded",
        "wrap": True,
        "choices": [{"title": title, "value": key} for key, title in options.items()],
    }
    return field | ({"value": value} if value else {})


def typeahead(name: str, label: str, dataset: str, most: int, error: str) -> Element:
    """One of many that the bot is asked for while somebody types (bot/typeahead.py); clients send what was chosen."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "filtered",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": dataset, "count": most},
        "errorMessage": error,
    }


def tick(name: str, label: str, on: bool) -> Element:
    return {"type": "Input.Toggle", "id": name, "title": label, "value": "true" if on else "false", "wrap": True}


def masked(email: str) -> str:
    """An address by which those who know it recognise it: first letter and domain."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
