"""Press a button as a Teams client does: find it, check the inputs it takes along, merge them into its data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from practice.altering import Json

Scope = tuple[int, ...]


class NotSent(ValueError):
    """The client would not send this press: an input is missing or wrong (teams-facts §1.7)."""


@dataclass(frozen=True)
class Press:
    """What one press sends, and the input ids that met a key of the same name in the button's data."""

    action: Json
    clashes: tuple[str, ...] = ()


def titles(card: Mapping[str, Any]) -> list[str]:
    """Give the titles of the buttons that send something, in the card's order."""
    return [str(action.get("title", "")) for action, _ in _walk(card) if action["type"] == "Action.Execute"]


def press(card: Mapping[str, Any], title_or_verb: str, typed: Mapping[str, str], *, check: bool = True) -> Press:
    """Give what pressing the button sends, with `typed` over the inputs' own values.

    Raises LookupError when the card has no such button, or the button takes no input of that name along; NotSent when
    an input does not hold (`check=False`: sent all the same, as a hostile client would).
    """
    action, scope = _find(card, title_or_verb)
    inputs = [] if action.get("associatedInputs") == "none" else _inputs_for(card, scope)
    if unknown := set(typed) - {part["id"] for part in inputs}:
        raise LookupError(f"{title_or_verb!r} takes no input {sorted(unknown)}; it takes {[p['id'] for p in inputs]}")
    values = {part["id"]: typed.get(part["id"], _own_value(part)) for part in inputs}
    for part in inputs:
        if check:
            _check(part, values[part["id"]] or "")
    # Microsoft's renderer takes along what is set only: an empty field is left out, an unticked box says "false".
    sent = {key: value for key, value in values.items() if value}
    # TRAP: with data given as a string, no input is sent at all (teams-facts §1.1).
    data = action.get("data", {})
    merged = data if isinstance(data, str) else {**data, **sent}
    clashes = tuple(key for key in values if not isinstance(data, str) and key in data)
    kept: Json = {key: action[key] for key in ("type", "id", "title", "verb") if key in action}
    return Press({**kept, "data": merged}, clashes)


def refresh_of(card: Mapping[str, Any]) -> tuple[Json, list[str]]:
    """Give the card's refresh action as it is sent, and the ids it runs for by itself; LookupError without one."""
    refresh = card.get("refresh")
    if not refresh:
        raise LookupError("the card has no refresh")
    action = {key: refresh["action"][key] for key in ("type", "id", "verb", "data") if key in refresh["action"]}
    return action, list(refresh.get("userIds") or [])


def _find(card: Mapping[str, Any], title_or_verb: str) -> tuple[Json, Scope]:
    buttons = [(part, scope) for part, scope in _walk(card) if part["type"] == "Action.Execute"]
    for key in ("title", "verb"):
        for action, scope in buttons:
            if action.get(key) == title_or_verb and action.get("isEnabled") is not False:
                return action, scope
    raise LookupError(f"no button {title_or_verb!r}; there are {titles(card)}")


def _inputs_for(card: Mapping[str, Any], scope: Scope) -> list[Json]:
    """Give the inputs of the button's own card and the cards around it; those in other show cards stay behind."""
    inputs = [(part, where) for part, where in _walk(card) if part["type"].startswith("Input.") and part.get("id")]
    return [part for part, where in inputs if scope[: len(where)] == where]


def _walk(node: Any, scope: Scope = ()) -> Iterator[tuple[Json, Scope]]:
    """Give every typed part of a card with the show cards it lies in; the refresh action is no button."""
    if isinstance(node, list):
        for part in node:
            yield from _walk(part, scope)
    elif isinstance(node, Mapping):
        if isinstance(node.get("type"), str):
            yield dict(node), scope
        inner = (*scope, id(node)) if node.get("type") == "Action.ShowCard" else scope
        for key, part in node.items():
            if key not in ("data", "refresh", "fallback", "msteams"):
                yield from _walk(part, inner)


def _own_value(part: Mapping[str, Any]) -> str | None:
    if part["type"] == "Input.Toggle":
        return str(part.get("value", part.get("valueOff", "false")))
    if part["type"] == "Input.Text":
        return str(part.get("value", ""))
    return str(part["value"]) if "value" in part else None


def _check(part: Mapping[str, Any], value: str) -> None:
    """Hold the client's own rules; a hidden input must obey them too (teams-facts §1.5)."""
    empty = value == str(part.get("valueOff", "false")) if part["type"] == "Input.Toggle" else not value.strip()
    if part.get("isRequired") and empty:
        raise NotSent(f"{part['id']} is required")
    if part["type"] == "Input.Text" and value:
        if len(value) > part.get("maxLength", len(value)):
            raise NotSent(f"{part['id']} is longer than {part['maxLength']}")
        if "regex" in part and not re.search(part["regex"], value):
            raise NotSent(f"{part['id']} does not match {part['regex']}")
    if part["type"] == "Input.ChoiceSet" and value and "choices" in part and part.get("style") != "filtered":
        chosen = value.split(",") if part.get("isMultiSelect") else [value]
        if not set(chosen) <= {choice["value"] for choice in part["choices"]}:
            raise NotSent(f"{part['id']} offers no {value!r}")
