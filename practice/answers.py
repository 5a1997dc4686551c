"""What the bot answered, as a person's client would understand it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from practice.altering import Json
from practice.channel import ADAPTIVE_CARD, Message

MESSAGE: Final = "application/vnd.microsoft.activity.message"
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
