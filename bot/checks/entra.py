"""The doctor's checks of Entra and Graph: our tokens, the secret, the signing keys, the groups, our permissions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from adapters.asking import Answer, ask
from adapters.identity import GRAPH_SCOPE, TEAMS_SCOPE, LoginRefused
from bot.doctor import Check, Note
from bot.opening import Opened
from bot.settings import AppType, Settings
from bot.words import doctor as words
from bot.words import fixes
from handlers.errors import Unavailable

WARNED_BEFORE = timedelta(days=30)
TEAMS = "msteams"
OK, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 200, 401, 403, 404
PEOPLE, GROUPS = "User.Read.All", "GroupMember.Read.All"
USER = "#microsoft.graph.user"


class Entra:
    """What can be wrong with who we are and with whom we may ask about."""

    def __init__(self, settings: Settings, here: Opened) -> None:
        self._settings, self._here = settings, here

    def checks(self) -> list[Check]:
        token = ("Entra: token for Graph",)
        return [
            Check("Entra: token for Graph", fixes.SIGN_IN, lambda: self._token(GRAPH_SCOPE)),
            Check("Entra: token for Teams", fixes.SIGN_IN, lambda: self._token(TEAMS_SCOPE)),
            Check("Entra: end of the secret", fixes.END_OF_IT, self._secret_end),
            Check("Entra: signing keys", fixes.KEYS, self._signing_keys),
            Check("Graph: business analysts", fixes.GROUPS, self._group("BA_GROUP_ID", "ask for anything"), token),
            Check("Graph: developers", fixes.GROUPS, self._group("DEVELOPER_GROUP_ID", "approve"), token),
            Check("Graph: production access", fixes.GROUPS, self._group("PRODUCTION_ACCESS_GROUP_ID"), token),
            Check("Graph: the team", fixes.CHANNEL, self._team, token),
            Check("Graph: permissions", fixes.PERMISSIONS, self._permissions, token),
        ]

    async def _token(self, scope: str) -> list[str]:
        try:
            await self._here.identity.token(scope)
        except LoginRefused as error:
            known = [words.LOGIN_REFUSED[code] for code in error.codes if code in words.LOGIN_REFUSED]
            return known or [str(error)]
        except Unavailable as error:
            return [str(error)]
        return []

    async def _secret_end(self) -> list[str]:
        """From the setting: Graph tells it only to applications that may read applications, which ours need not."""
        settings = self._settings
        if settings.app_type is not AppType.SINGLE_TENANT:
            return []
        if settings.app_password_ends is None:
            return [Note(words.NO_END_GIVEN)] if settings.production else []
        left = settings.app_password_ends - datetime.now(UTC).date()
        if left < timedelta():
            return [words.END_PASSED.format(day=settings.app_password_ends)]
        if left > WARNED_BEFORE:
            return []
        return [words.END_IS_NEAR.format(day=settings.app_password_ends, days=left.days)]

    async def _signing_keys(self) -> list[str]:
        """Whether the keys can be had now; the running bot keeps what it once had."""
        try:
            named = await ask(self._here.client, None, "", self._settings.openid_metadata_url)
            place = named.body.get("jwks_uri")
            if named.status != OK or not isinstance(place, str):
                return [words.NOT_READ.format(status=named.status)]
            found = (await ask(self._here.client, None, "", place)).body.get("keys")
        except Unavailable as error:
            return [words.NO_ANSWER.format(what="OPENID_METADATA_URL", why=error)]
        keys = [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []
        return [] if any(TEAMS in (key.get("endorsements") or ()) for key in keys) else [words.NO_KEYS]

    def _group(self, setting: str, nobody_can: str | None = None) -> Callable[[], Any]:
        """The check of the group that this setting names; without `nobody_can` an empty one is as usual as a full."""

        async def look() -> list[str]:
            answer = await self._members(getattr(self._settings, setting.lower()))
            if isinstance(answer, str):
                return [answer.format(setting=setting)]
            if any(row.get("@odata.type") == USER for row in answer.rows):
                return []
            empty = words.NO_MEMBERS.format(setting=setting, what=nobody_can)
            return [empty] if nobody_can else [Note(words.NOBODY_ACTIVE)]

        return look

    async def _team(self) -> list[str]:
        answer = await self._members(self._settings.team_id)
        return [answer.format(setting="TEAM_ID")] if isinstance(answer, str) else []

    async def _members(self, group: str) -> Answer | str:
        """The first members of a group, or what is wrong, with a place for the setting's name."""
        answer = await self._graph(f"/groups/{quote(group, safe='')}/transitiveMembers?$select=id,displayName")
        if answer.status == NOT_FOUND:
            return words.NO_GROUP
        return _refused(answer, GROUPS) or answer

    async def _permissions(self) -> list[str]:
        """The two calls that every click makes, about the first person that any group has."""
        groups = self._here.groups.all()
        found = await asyncio.gather(*(self._members(group) for group in groups))
        listed = [row for answer in found if isinstance(answer, Answer) for row in answer.rows]
        people = [str(row["id"]) for row in listed if row.get("@odata.type") == USER and row.get("id")]
        if any(answer == words.MAY_NOT.format(permission=GROUPS) for answer in found):
            return [words.MAY_NOT.format(permission=GROUPS)]
        if not people:
            return [Note(words.NOBODY_TO_ASK_ABOUT)]
        person = f"/users/{quote(people[0], safe='')}"
        user, member = await asyncio.gather(
            self._graph(f"{person}?$select=userType,displayName,accountEnabled"),
            self._graph(f"{person}/checkMemberGroups", {"groupIds": list(groups)}),
        )
        told = [_refused(user, PEOPLE), _refused(member, PEOPLE if user.status == FORBIDDEN else GROUPS)]
        return list(dict.fromkeys(each for each in told if each))

    async def _graph(self, path: str, body: dict[str, Any] | None = None) -> Answer:
        base = self._settings.graph_base_url.rstrip("/")
        return await ask(self._here.client, self._here.identity, GRAPH_SCOPE, f"{base}{path}", body)


def _refused(answer: Answer, permission: str) -> str | None:
    """What a Graph that did not answer 200 says about us."""
    match answer.status:
        case 200:
            return None
        case 401:
            return words.GRAPH_401
        case 403:
            return words.MAY_NOT.format(permission=permission)
        case status:
            return words.GRAPH_ANSWERED.format(status=status)
