"""The shapes in which Teams takes an answer: a card or a sentence to a press, a sentence in a dialog.

teams-facts §1.3: always HTTP 200, the outcome in the body, a card bare and a sentence as a string; §4.1: a dialog.
"""

from __future__ import annotations

from typing import Any, Final

from bot.inbound import Reply

CARD: Final = "application/vnd.microsoft.card.adaptive"
MESSAGE: Final = "application/vnd.microsoft.activity.message"


def shown(card: dict[str, Any]) -> Reply:
    """A card in place of the one that was pressed."""
    return _to_a_press(CARD, card)


def said(words: str, *, to_a_press: bool = True) -> Reply:
    """A sentence for whoever pressed; a message gets it in a body that nobody sees."""
    return _to_a_press(MESSAGE, words) if to_a_press else Reply(200, {"message": words})


def in_dialog(words: str) -> Reply:
    """A sentence in the dialog, which ends with it."""
    return Reply(200, {"task": {"type": "message", "value": words}})


def as_dialog(title: str, card: dict[str, Any], *, height: str, width: str) -> Reply:
    """A card in the dialog."""
    value = {"title": title, "height": height, "width": width, "card": {"contentType": CARD, "content": card}}
    return Reply(200, {"task": {"type": "continue", "value": value}})


def _to_a_press(kind: str, value: Any) -> Reply:
    return Reply(200, {"statusCode": 200, "type": kind, "value": value})
