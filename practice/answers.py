"""What the bot answered, as a person's client would understand it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from practice.altering import Json
from practice.channel import ADAPTIVE_CARD, Message

MESSAGE: Final = "application/vnd.microsoft.activity.message"
SEARCHED: Final = "application/vnd.microsoft.search.searchResponse"
OK: Final = 200


@dataclass(frozen=True)
class Delivery:
    """What the bot answered: `status` 502 when it could not be reached, 504 when it took too long.

    `activity` is what was sent, so that it can be sent again; `message` is what stands in the channel, if anything.
    """

    status: int
    body: str
    activity: Json
    message: Message | None = None


@dataclass(frozen=True)
class Dialog:
    """The answer to a message action or to the submit of its dialog (teams-facts §4.1, §4.2).

    One of: a card to show under a title, a message to show, closed, or failed (anything that Teams could not show).
    """

    title: str = ""
    card: Json | None = None
    text: str = ""
    failed: bool = False

    @classmethod
    def of(cls, delivery: Delivery) -> Dialog:
        """Read a delivery's answer; an empty 200 closes the dialog."""
        try:
            body = json.loads(delivery.body or "{}")
        except ValueError:
            body = None
        if delivery.status != OK or not isinstance(body, dict):
            return cls(failed=True)
        task = body.get("task")
        if task is None:
            return cls()
        if not isinstance(task, dict):
            return cls(failed=True)
        value = task.get("value")
        if isinstance(value, str) and task.get("type") == "message":
            return cls(text=value)
        wrapper = value.get("card") if isinstance(value, dict) else None
        card = wrapper.get("content") if isinstance(wrapper, dict) else None
        if not isinstance(value, dict) or not isinstance(card, dict):
            return cls(failed=True)
        return cls(str(value.get("title", "")), card)


@dataclass(frozen=True)
class Reply:
    """The answer to a press: the HTTP status, then statusCode, type and value of the body (teams-facts §1.3)."""

    http_status: int
    status_code: int
    type: str
    value: Any
    body: str
    activity: Json

    @property
    def card(self) -> Json | None:
        """The card that replaces the clicker's, if that is the answer."""
        return self.value if self.status_code == OK and self.type == ADAPTIVE_CARD else None

    @property
    def text(self) -> str:
        """The words shown to the clicker, if that is the answer."""
        return self.value if self.type == MESSAGE else ""

    @classmethod
    def of(cls, delivery: Delivery) -> Reply:
        """Read a delivery's answer; anything that is no JSON object counts as an empty one."""
        try:
            body = json.loads(delivery.body)
        except ValueError:
            body = None
        body = body if isinstance(body, dict) else {}
        return cls(
            http_status=delivery.status,
            status_code=body.get("statusCode", delivery.status),
            type=str(body.get("type", "")),
            value=body.get("value"),
            body=delivery.body,
            activity=delivery.activity,
        )


@dataclass(frozen=True)
class Offered:
    """The answer to a search in a field: titles and values to choose from, best first; or failed."""

    choices: tuple[tuple[str, str], ...] = ()
    failed: bool = False

    @classmethod
    def of(cls, delivery: Delivery) -> Offered:
        """Read a delivery's answer (teams-facts §1.7); whatever a client could not show counts as failed."""
        try:
            body = json.loads(delivery.body)
            if delivery.status != OK or body["type"] != SEARCHED:
                return cls(failed=True)
            return cls(tuple((str(each["title"]), str(each["value"])) for each in body["value"]["results"]))
        except (ValueError, TypeError, LookupError):
            return cls(failed=True)
