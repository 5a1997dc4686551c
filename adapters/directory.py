"""The directory: Microsoft Graph, asked at the moment of each message and click, never from a cache.

Application permissions: User.Read.All and GroupMember.Read.All (checkMemberGroups needs both); with
PrivilegedAssignmentSchedule.Read.AzureADGroup as well, people are told when an activation ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx

from adapters.identity import GRAPH_SCOPE, Identity
from adapters.web import json_object
from handlers.errors import DirectoryUnavailable, Unavailable
from handlers.model import Person
from handlers.ports import Active, Directory
from handlers.roles import Groups, Standing

USER = "#microsoft.graph.user"
SCHEDULE = "/identityGovernance/privilegedAccess/group/assignmentScheduleInstances"
ANSWER_SECONDS = 5.0
MOST_PAGES = 20  # of members; a page holds 100 unless Graph decides otherwise


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

    async def developers(self) -> tuple[Person, ...]:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return tuple(await self._members(self._groups.developer))
        except TimeoutError:
            raise DirectoryUnavailable(f"Graph gave no answer in {ANSWER_SECONDS:.0f} seconds") from None

    async def active_developers(self) -> tuple[Active, ...]:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                developers, active, ends = await asyncio.gather(
                    self._members(self._groups.developer),
                    self._members(self._groups.production_access),
                    self._activation_ends(),
                )
        except TimeoutError:
            raise DirectoryUnavailable(f"Graph gave no answer in {ANSWER_SECONDS:.0f} seconds") from None
        now = {person.object_id for person in active}
        return tuple(Active(person, ends.get(person.object_id)) for person in developers if person.object_id in now)

    async def _members(self, group: str) -> list[Person]:
        """Everybody in a group and in the groups inside it; past MOST_PAGES the rest is left out."""
        people: list[Person] = []
        path: str | None = f"/groups/{quote(group, safe='')}/transitiveMembers?$select=id,displayName"
        for _ in range(MOST_PAGES):
            if path is None:
                break
            page = await self._call("GET", path)
            people += _people(page)
            path = self._next(page)
        return people

    async def _activation_ends(self) -> dict[str, datetime]:
        """When each activation of production access ends; empty where this app may not read it.

        Needs PrivilegedAssignmentSchedule.Read.AzureADGroup and a licence (teams-facts §6.4), so it is never relied on.
        """
        wanted = quote(f"groupId eq '{self._groups.production_access}'", safe="")
        try:
            page = await self._call("GET", f"{SCHEDULE}?$filter={wanted}")
        except DirectoryUnavailable:
            return {}
        rows = page.get("value") if page else None
        ends = [(row.get("principalId"), _moment(row.get("endDateTime"))) for row in _objects(rows)]
        return {str(who): until for who, until in ends if who and until}

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
    found = [row for row in _objects(rows) if row.get("@odata.type") == USER]
    # Mentions take an Entra object id in place of a 29: id (teams-facts §1.6).
    return [
        Person(str(row["id"]), str(row["id"]), str(row["displayName"]))
        for row in found
        if row.get("id") and row.get("displayName")
    ]


def _objects(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _moment(text: Any) -> datetime | None:
    """A moment as Graph writes it; None for a permanent membership and for anything else."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
