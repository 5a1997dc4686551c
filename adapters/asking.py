"""One plain question to Graph or to Teams with our token, and the answer as it came; for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from adapters.identity import Identity
from adapters.web import json_object
from handlers.errors import Unavailable


@dataclass(frozen=True)
class Answer:
    """The status, the body as a JSON object (empty for anything else) and the server's own time if it told it."""

    status: int
    body: dict[str, Any]
    date: datetime | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects of a list, as Graph (`value`) and the Connector (`members`) give them."""
        rows = self.body.get("value", self.body.get("members"))
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


async def ask(
    client: httpx.AsyncClient,
    identity: Identity | None,
    scope: str,
    url: str,
    body: dict[str, Any] | None = None,
) -> Answer:
    """GET, or POST when there is a body; without an identity no token is shown. Raises Unavailable without answer."""
    token = await identity.token(scope) if identity else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        response = await client.request("POST" if body is not None else "GET", url, json=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(f"no answer ({type(error).__name__})") from error
    return Answer(response.status_code, json_object(response), _date(response))


def _date(response: httpx.Response) -> datetime | None:
    try:
        at = parsedate_to_datetime(response.headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else None
