"""Microsoft Graph, as far as the bot asks it: who a person is, and which groups they are in (teams-facts §6.4)."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from aiohttp import web
from aiohttp.typedefs import Handler

from practice.login import GRAPH, Login
from practice.waiting import Changes

MOST_GROUPS: Final = 20
"""checkMemberGroups takes no more at once (teams-facts §6.4)."""
DEFAULT_FIELDS: Final = ("id", "displayName", "userPrincipalName")
"""What Graph gives without $select: neither userType nor accountEnabled."""
ACTIVATION: Final = timedelta(hours=8)
"""How long PIM activates production access for at most (publisher-access.md)."""
SCHEDULES: Final = "identityGovernance/privilegedAccess/group/assignmentScheduleInstances"


PEOPLE_PERMISSION: Final = "User.Read.All"
GROUPS_PERMISSION: Final = "GroupMember.Read.All"
BOTH: Final = frozenset({PEOPLE_PERMISSION, GROUPS_PERMISSION})


@dataclass(frozen=True)
class Person:
    """Somebody in the organisation; `teams_id` is what this bot knows them by in Teams ("29:…")."""

    object_id: str
    teams_id: str
    name: str
    user_type: Literal["Member", "Guest"] = "Member"
    enabled: bool = True
    groups: frozenset[str] = frozenset()

    def graph(self) -> dict[str, Any]:
        """Give the fields of a Graph user that anybody here asks for."""
        address = f"{self.name.lower().replace(' ', '.')}@practice.example"
        return {
            "id": self.object_id,
            "displayName": self.name,
            "userPrincipalName": address,
            "accountEnabled": self.enabled,
            "userType": self.user_type,
        }


class Directory:
    """Holds the people, answers like Graph, and has the switches: activation, leaving a group, a closed account."""

    def __init__(
        self,
        login: Login,
        people: Iterable[Person],
        *,
        groups: Iterable[str],
        production_access: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._login, self._clock = login, clock
        self._ends: dict[str, datetime] = {}
        self._people = {person.object_id: person for person in people}
        self._nested: dict[str, list[dict[str, Any]]] = {group: [] for group in groups}
        self._production_access = production_access
        self.page_size = 100
        """How many members a page of transitiveMembers holds; lower it to make answers come in pages."""
        self.tells_schedules = True
        """Whether the bot may read when activations end (PrivilegedAssignmentSchedule.Read.AzureADGroup)."""
        self.permissions = {PEOPLE_PERMISSION, GROUPS_PERMISSION}
        """The application permissions that the bot was given; take one away to have its calls refused."""
        self.changes = Changes()

    @property
    def people(self) -> list[Person]:
        """Everybody as they are now."""
        return list(self._people.values())

    def now(self, person: Person) -> Person:
        """Give this person as they are now; raises KeyError when removed."""
        return self._people[person.object_id]

    def activate(self, person: Person, lasting: timedelta | None = ACTIVATION) -> None:
        """Make them a member of the production-access group, as PIM does on activation (teams-facts §6.4).

        The end is only told: nothing ends by itself here. Without `lasting` it is a permanent membership.
        """
        self._ends.pop(person.object_id, None)
        if lasting is not None:
            self._ends[person.object_id] = datetime.fromtimestamp(self._clock(), UTC) + lasting
        self.join(person, self._production_access)

    def deactivate(self, person: Person) -> None:
        """End their production access."""
        self._ends.pop(person.object_id, None)
        self.leave(person, self._production_access)

    def active_until(self, person: Person) -> datetime | None:
        """Tell when their activation ends; None without one."""
        return self._ends.get(person.object_id) if self.is_active(person) else None

    def is_active(self, person: Person) -> bool:
        """Tell whether they have production access now."""
        return self._production_access in self.now(person).groups

    def join(self, person: Person, group: str) -> None:
        """Put them into a group."""
        self._change(person, groups=self.now(person).groups | {group})

    def leave(self, person: Person, group: str) -> None:
        """Take them out of a group."""
        self._change(person, groups=self.now(person).groups - {group})

    def enable(self, person: Person, enabled: bool) -> None:
        """Open or close their account; groups stay."""
        self._change(person, enabled=enabled)

    def add(self, person: Person) -> None:
        """Let somebody join the organisation, or replace what is known about them."""
        self._people[person.object_id] = person

    def remove(self, person: Person) -> None:
        """Let them leave the organisation: Graph no longer knows them."""
        self._people.pop(person.object_id, None)

    def nest(self, group: str, name: str) -> None:
        """Put a group into a group, which transitiveMembers then lists among the people."""
        entry = {"@odata.type": "#microsoft.graph.group", "id": str(uuid.uuid5(uuid.UUID(group), name))}
        self._nested[group].append({**entry, "displayName": name})

    def _change(self, person: Person, **fields: Any) -> None:
        self._people[person.object_id] = replace(self.now(person), **fields)
        self.changes.ring()

    # --- the HTTP side ------------------------------------------------------------------------------------------------

    def routes(self, prefix: str = "/graph/v1.0") -> list[web.RouteDef]:
        """Give the routes under the prefix."""
        return [
            web.post(f"{prefix}/users/{{id}}/checkMemberGroups", self._guarded(self._check_groups, needs=BOTH)),
            web.get(f"{prefix}/users/{{id}}", self._guarded(self._user, needs={PEOPLE_PERMISSION})),
            web.get(
                f"{prefix}/groups/{{id}}/transitiveMembers", self._guarded(self._members, needs={GROUPS_PERMISSION})
            ),
            web.get(f"{prefix}/{SCHEDULES}", self._guarded(self._schedules, "$filter")),
        ]

    def _guarded(self, handler: Handler, *also: str, needs: Set[str] = frozenset()) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._login.accepts(request.headers.get("Authorization"), GRAPH):
                return _error(401, "InvalidAuthenticationToken", "Access token is empty, invalid or expired.")
            if not needs <= self.permissions:
                return _error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
            if unknown := set(request.query) - {"$select", "$top", "$skiptoken", *also}:
                return _error(400, "Request_UnsupportedQuery", f"Unsupported query: {', '.join(sorted(unknown))}.")
            return await handler(request)

        return guarded

    async def _check_groups(self, request: web.Request) -> web.Response:
        person = self._people.get(request.match_info["id"].lower())
        if person is None:
            return _not_found(request)
        try:
            wanted = (await request.json())["groupIds"]
        except (ValueError, KeyError, TypeError):
            wanted = None
        if not isinstance(wanted, list) or not all(isinstance(group, str) for group in wanted):
            return _error(400, "Request_BadRequest", "Invalid value specified for property 'groupIds' of the request.")
        if len(wanted) > MOST_GROUPS:
            return _error(400, "Request_BadRequest", "Too many elements in the groupIds collection.")
        found = [group for group in wanted if group.lower() in person.groups]
        return web.json_response(
            {"@odata.context": f"{_base(request)}/$metadata#Collection(Edm.String)", "value": found}
        )

    async def _user(self, request: web.Request) -> web.Response:
        person = self._people.get(request.match_info["id"].lower())
        if person is None:
            return _not_found(request)
        context = {"@odata.context": f"{_base(request)}/$metadata#users/$entity"}
        return web.json_response(context | _selected(request, person.graph()))

    async def _members(self, request: web.Request) -> web.Response:
        group = request.match_info["id"].lower()
        if group not in self._nested:
            return _not_found(request)
        users = [person.graph() for person in self.people if group in person.groups]
        everybody = [{"@odata.type": "#microsoft.graph.user", **user} for user in users] + self._nested[group]
        start, size = int(request.query.get("$skiptoken", 0)), int(request.query.get("$top", self.page_size))
        answer: dict[str, Any] = {"@odata.context": f"{_base(request)}/$metadata#directoryObjects"}
        if start + size < len(everybody):
            answer["@odata.nextLink"] = str(request.url.update_query({"$skiptoken": str(start + size)}))
        answer["value"] = [_selected(request, entry) for entry in everybody[start : start + size]]
        return web.json_response(answer)

    async def _schedules(self, request: web.Request) -> web.Response:
        if not self.tells_schedules:
            return _error(403, "UnauthorizedAccessException", "Attempted to perform an unauthorized operation.")
        wanted = re.fullmatch(r"groupId eq '([^']*)'", request.query.get("$filter", ""))
        if wanted is None:
            return _error(400, "InvalidFilter", "A filter on groupId or principalId is needed.")
        here = wanted[1].lower() == self._production_access
        rows = [self._schedule(person) for person in self.people if here and self.is_active(person)]
        context = f"{_base(request)}/$metadata#identityGovernance/privilegedAccess/group/assignmentScheduleInstances"
        return web.json_response({"@odata.context": context, "value": rows})

    def _schedule(self, person: Person) -> dict[str, Any]:
        """A permanent membership has no end and is no activation."""
        ends = self._ends.get(person.object_id)
        return {
            "id": str(uuid.uuid5(uuid.UUID(self._production_access), person.object_id)),
            "groupId": self._production_access,
            "principalId": person.object_id,
            "accessId": "member",
            "memberType": "direct",
            "assignmentType": "activated" if ends else "assigned",
            "endDateTime": f"{ends:%Y-%m-%dT%H:%M:%SZ}" if ends else None,
        }


def _base(request: web.Request) -> str:
    return f"{request.url.origin()}{request.path.partition('/v1.0')[0]}/v1.0"


def _selected(request: web.Request, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what $select names, and only that: Graph does not add the id of its own accord."""
    names = request.query["$select"].split(",") if "$select" in request.query else DEFAULT_FIELDS
    return {name: entry[name] for name in ("@odata.type", *(name.strip() for name in names)) if name in entry}


def _not_found(request: web.Request) -> web.Response:
    words = "does not exist or one of its queried reference-property objects are not present."
    return _error(404, "Request_ResourceNotFound", f"Resource '{request.match_info['id']}' {words}")


def _error(status: int, code: str, message: str) -> web.Response:
    marks = {"date": "2027-03-04T14:15:00", "request-id": str(uuid.uuid4()), "client-request-id": str(uuid.uuid4())}
    return web.json_response({"error": {"code": code, "message": message, "innerError": marks}}, status=status)
