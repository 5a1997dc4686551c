"""Sending to Teams: the Bot Connector over one pooled client, to known hosts only.

What an answer means follows the table of Microsoft's page on rate limits and status codes: 429 and 412, 502, 503, 504
may be tried again, others never. A call without an answer may have happened and is told apart (ReplyLost).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import httpx

from adapters.identity import TEAMS_SCOPE, Identity
from adapters.web import json_object, retry_after
from handlers.errors import ReplyLost, TeamsRefused, TeamsThrottled, TeamsUnavailable, Unavailable
from handlers.model import Person, Thread

# Not taken: the service says that it did not do the work.
COME_BACK = frozenset({412, 503})
# A gateway gave up waiting, or a fault came in the middle: the work may have been done.
PERHAPS_DONE = frozenset({500, 502, 504})
NOT_PLAIN = frozenset("@?#\\ ")  # of a user, a query, a fragment, read by others as a slash, never sent as it is
MOST_PAGES = 20  # of members, 500 each


class Teams:
    """Posts into threads and edits what we posted."""

    def __init__(
        self, client: httpx.AsyncClient, identity: Identity, hosts: frozenset[str], *, plain_http: bool
    ) -> None:
        self._client = client
        self._identity = identity
        self._hosts = hosts
        self._schemes = {"https", "http"} if plain_http else {"https"}
        self._known = lru_cache(maxsize=64)(self._allowed)  # asked of each message and call, and there are few

    def serves(self, service_url: str) -> bool:
        """Whether we ever send there: a known host in plain letters without a user, a query or (production) a port."""
        return self._known(service_url)

    def _allowed(self, service_url: str) -> bool:
        try:
            base = httpx.URL(service_url)
        except httpx.InvalidURL:
            return False
        # Looked for as written: an empty query or fragment swallows what is put after it too.
        plain = service_url.isascii() and not NOT_PLAIN & set(service_url)
        usual = base.port is None or "http" in self._schemes
        return plain and usual and base.scheme in self._schemes and base.host in self._hosts

    async def post(self, thread: Thread, activity: Mapping[str, Any]) -> str:
        """Post into a thread; returns the message's id.

        Raises TeamsUnavailable (not posted), TeamsThrottled (nor will others be for a while), TeamsRefused (never will
        be), ReplyLost (may have been posted).
        """
        body = await self._call("POST", self._activities(thread), activity)
        message = body.get("id")
        if not isinstance(message, str) or not message:
            raise ReplyLost("Teams took the message and gave it no id")
        return message

    async def edit(self, thread: Thread, activity_id: str, activity: Mapping[str, Any]) -> bool:
        """Replace a message of ours; doing it twice is harmless. Raises as `post`.

        False when Teams said yes without the message's id, which it is not known ever to do.
        """
        body = await self._call("PUT", f"{self._activities(thread)}/{quote(activity_id, safe='')}", activity)
        return bool(body.get("id"))

    async def members(self, thread: Thread) -> tuple[Person, ...]:
        """Everybody in the channel, guests included, with the 29: ids that mentions take. Raises as `post`."""
        people: list[Person] = []
        token: str | None = None
        for _ in range(MOST_PAGES):
            more = f"&continuationToken={quote(token, safe='')}" if token else ""
            page = await self._call("GET", f"{self._conversation(thread)}/pagedmembers?pageSize=500{more}")
            people += _people(page)
            token = page.get("continuationToken")
            if not isinstance(token, str) or not token:
                break
        return tuple(people)

    def _activities(self, thread: Thread) -> str:
        return f"{self._conversation(thread)}/activities"

    def _conversation(self, thread: Thread) -> str:
        if not self.serves(thread.service_url):
            raise TeamsRefused(0, "ServiceUrlNotAllowed")
        return f"{thread.service_url.rstrip('/')}/v3/conversations/{quote(thread.conversation_id, safe='')}"

    async def _call(self, method: str, url: str, activity: Mapping[str, Any] | None = None) -> dict[str, Any]:
        try:
            token = await self._identity.token(TEAMS_SCOPE)
        except Unavailable as error:
            raise TeamsUnavailable(str(error)) from error
        headers = {"Authorization": f"Bearer {token}"}
        try:
            response = await self._client.request(method, url, json=activity, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TeamsUnavailable(f"no connection ({type(error).__name__})") from error
        except httpx.HTTPError as error:
            raise ReplyLost(f"no answer ({type(error).__name__})") from error
        status = response.status_code
        if status in (httpx.codes.OK, httpx.codes.CREATED, httpx.codes.ACCEPTED):
            body = json_object(response)
            if response.content and not body and response.text.strip() != "{}":
                raise ReplyLost("an answer that is not Teams' own")
            return body
        if status == httpx.codes.UNAUTHORIZED:
            self._identity.forget(TEAMS_SCOPE)
            raise TeamsUnavailable("Teams refused our token")
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise TeamsThrottled("Teams answered 429", retry_after(response.headers, datetime.now(UTC)))
        if status in COME_BACK:
            raise TeamsUnavailable(f"Teams answered {status}", retry_after(response.headers, datetime.now(UTC)))
        if status in PERHAPS_DONE:
            raise ReplyLost(f"Teams answered {status}")
        raise TeamsRefused(status, _code(response))


def _code(response: httpx.Response) -> str:
    error = json_object(response).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and code.isalnum() else "unnamed"


def _people(page: Mapping[str, Any]) -> list[Person]:
    """The people on a page of the roster whom a mention can name."""
    rows = page.get("members")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        Person(str(row.get("aadObjectId") or row.get("objectId")).lower(), str(row["id"]), str(row["name"]))
        for row in found
        if row.get("id") and row.get("name") and (row.get("aadObjectId") or row.get("objectId"))
    ]
