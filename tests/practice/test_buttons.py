"""A press takes along what a Teams client takes along, and is held back where a client holds it back."""

from __future__ import annotations

from typing import Any

import pytest

from practice.buttons import NotSent, press, refresh_of, titles


def execute(title: str, **fields: Any) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": title.lower(), "data": {"request": "r1"}, **fields}


def text(name: str, **fields: Any) -> dict[str, Any]:
    return {"type": "Input.Text", "id": name, **fields}


CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "refresh": {
        "action": {"type": "Action.Execute", "verb": "refresh", "data": {"request": "r1"}},
        "userIds": ["29:a"],
    },
    "body": [
        text("email", value="a@b.example"),
        {"type": "Container", "items": [{"type": "Input.Toggle", "id": "stop_alerts", "title": "Stop"}]},
        {"type": "ColumnSet", "columns": [{"type": "Column", "items": [{"type": "Input.Date", "id": "until"}]}]},
        {"type": "Table", "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": [text("cell")]}]}]},
        text("", value="without an id, never sent"),
        {"type": "ActionSet", "actions": [execute("Approve", fallback=execute("Old client"))]},
    ],
    "actions": [
        execute("Cancel", associatedInputs="none"),
        execute("Off", isEnabled=False),
        execute("Stringly", data="words"),
        {
            "type": "Action.ShowCard",
            "title": "Reject …",
            "card": {"body": [text("reason", isRequired=True, maxLength=10)], "actions": [execute("Reject")]},
        },
        {
            "type": "Action.ShowCard",
            "title": "Close …",
            "card": {"body": [text("note")], "actions": [execute("Close")]},
        },
        {"type": "Action.OpenUrl", "title": "PIM", "url": "https://portal.azure.com/"},
    ],
}
OWN = {"request": "r1", "email": "a@b.example", "stop_alerts": "false"}


def test_inputs_are_merged_into_the_data_by_id() -> None:
    pressed = press(CARD, "Approve", {"stop_alerts": "true", "until": "2027-03-04"})
    assert pressed.action == {
        "type": "Action.Execute",
        "title": "Approve",
        "verb": "approve",
        "data": {**OWN, "stop_alerts": "true", "until": "2027-03-04"},
    }
    assert CARD["body"][-1]["actions"][0]["data"] == {"request": "r1"}


def test_a_button_is_found_by_verb_too_and_others_are_named() -> None:
    assert press(CARD, "approve", {}).action["title"] == "Approve"
    assert titles(CARD) == ["Approve", "Cancel", "Off", "Stringly", "Reject", "Close"]
    for missing in ("Old client", "refresh", "Off", "PIM"):
        with pytest.raises(LookupError, match="there are"):
            press(CARD, missing, {})


def test_a_show_card_takes_its_own_and_outer_inputs_but_no_siblings() -> None:
    assert press(CARD, "Reject", {"reason": "no"}).action["data"] == {**OWN, "reason": "no"}
    assert press(CARD, "Close", {}).action["data"] == OWN
    with pytest.raises(LookupError, match="takes no input"):
        press(CARD, "Approve", {"reason": "no"})


def test_no_inputs_go_along_when_the_button_says_so_or_has_string_data() -> None:
    assert press(CARD, "Cancel", {}).action["data"] == {"request": "r1"}
    assert press(CARD, "Stringly", {}).action["data"] == "words"


def test_an_input_that_meets_a_key_of_the_data_is_named() -> None:
    card = {"body": [text("request", value="mine")], "actions": [execute("Approve")]}
    assert press(card, "Approve", {}).clashes == ("request",)


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        (text("x", isRequired=True), "y", " "),
        (text("x", maxLength=2), "ab", "abc"),
        (text("x", regex="^[0-9]+$"), "12", "1b"),
        ({"type": "Input.Toggle", "id": "x", "isRequired": True}, "true", "false"),
        ({"type": "Input.ChoiceSet", "id": "x", "choices": [{"title": "A", "value": "a"}]}, "a", "b"),
        ({"type": "Input.ChoiceSet", "id": "x", "isMultiSelect": True, "choices": [{"value": "a"}]}, "a", "a,b"),
    ],
)
def test_a_client_holds_back_wrong_inputs(part: dict[str, Any], good: str, bad: str) -> None:
    card = {"body": [part], "actions": [execute("Send")]}
    assert press(card, "Send", {"x": good}).action["data"]["x"] == good
    with pytest.raises(NotSent):
        press(card, "Send", {"x": bad})
    assert press(card, "Send", {"x": bad}, check=False).action["data"]["x"] == bad


def test_a_refresh_is_for_those_it_names() -> None:
    assert refresh_of(CARD) == ({"type": "Action.Execute", "verb": "refresh", "data": {"request": "r1"}}, ["29:a"])
    with pytest.raises(LookupError):
        refresh_of({"type": "AdaptiveCard"})
