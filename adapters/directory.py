"""The directory: Microsoft Graph, asked at the moment of each message and click, never from a cache.

Application permissions: User.Read.All and GroupMember.Read.All (checkMemberGroups needs both).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from adapters.identity import GRAPH_SCOPE, Identity
from adapters.web import json_object
from handlers.errors import DirectoryUnavailable, Unavailable
from handlers.model import Person
from handlers.ports import Directory
from handlers.roles import Groups, Standing

USER = "#microsoft.graph.user"
ANSWER_SECONDS = 5.0


class GraphDirectory(Directory):
    """People and groups as Microsoft Graph knows them now."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, identity: Identity, groups: Groups) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._identity = identity
        self._groups = groups

    async def standing(self, object_id: str) -> Standing:
        user = f"/users/{quote(object_id, safe='')}"
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                person, groups = await asyncio.gather(
                    self._call("GET", f"{user}?$select=userType,displayName,accountEnabled"),
                    self._call("POST", f"{user}/checkMemberGroups", {"groupIds": list(self._groups.all())}),
                )
        except TimeoutError:
            raise DirectoryUnavailable(f"Graph gave no answer in {ANSWER_SECONDS:.0f} seconds") from None
        if person is None or groups is None:
            return Standing(member=False, enabled=False, groups=frozenset())
        found = groups.get("value")
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise DirectoryUnavailable("Graph answered checkMemberGroups with something else")
        return Standing(
            member=person.get("userType") == "Member",
            enabled=person.get("accountEnabled") is True,
            groups=frozenset(found),
        )

    async def developers(self, most: int) -> tuple[Person, ...]:
        people: list[Person] = []
        path: str | None = f"/groups/{quote(self._groups.developer, safe='')}/transitiveMembers?$select=id,displayName"
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while path is not None and len(people) < most:
                    page = await self._call("GET", path)
                    people += _people(page)
                    path = self._next(page)
        except TimeoutError:
            raise DirectoryUnavailable(f"Graph gave no answer in {ANSWER_SECONDS:.0f} seconds") from None
        return tuple(people[:most])

    def _next(self, page: Mapping[str, Any] | None) -> str | None:
        """The path of the next page; a link that leads away from Graph is not followed."""
        link = page.get("@odata.nextLink") if page else None
        if not isinstance(link, str) or not link.startswith(f"{self._base}/"):
            return None
        return link.removeprefix(self._base)

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """One call; None for 404: Graph does not know them. Raises DirectoryUnavailable on every other doubt."""
        try:
            token = await self._identity.token(GRAPH_SCOPE)
            headers = {"Authorization": f"Bearer {token}"}
            response = await self._client.request(method, f"{self._base}{path}", json=body, headers=headers)
        except (Unavailable, httpx.HTTPError, httpx.InvalidURL) as error:
            raise DirectoryUnavailable(f"Graph gave no answer ({type(error).__name__})") from error
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._identity.forget(GRAPH_SCOPE)
        if response.status_code != httpx.codes.OK:
            raise DirectoryUnavailable(f"Graph answered {response.status_code}")
        answer = json_object(response)
        if not answer:
            raise DirectoryUnavailable("Graph answered without a JSON object")
        return answer


def _people(page: Mapping[str, Any] | None) -> list[Person]:
    """The people on one page of members; groups inside the group come along in it and are passed over."""
    rows = page.get("value") if page else None
    if not isinstance(rows, list):
        raise DirectoryUnavailable("Graph answered transitiveMembers with something else")
    found = [row for row in rows if isinstance(row, dict) and row.get("@odata.type") == USER]
    # Mentions take an Entra object id in place of a 29: id (teams-facts §1.6).
    return [
        Person(str(row["id"]), str(row["id"]), str(row["displayName"]))
        for row in found
        if row.get("id") and row.get("displayName")
    ]
