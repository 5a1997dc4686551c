"""The doctor's checks of Teams: the channel, the bot in it, its people; on demand a test card posted and changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from adapters.asking import Answer, ask
from adapters.bot_database.sound import newest_service_url
from adapters.identity import TEAMS_SCOPE
from adapters.teams import Teams
from bot.checks.databases import READABLE
from bot.doctor import Check, Note
from bot.messages import plain_card_message
from bot.opening import Opened
from bot.settings import Settings
from bot.words import doctor as words
from bot.words import fixes
from handlers.errors import BotError, DirectoryUnavailable
from handlers.model import Thread

CHATS = ("@thread.v2", "@unq.gbl.spaces")  # how the ids of chats end, where those of channels have tacv2

NEEDED = (*READABLE, "Entra: token for Teams")


class Channel:
    """What can be wrong with the one channel in which the bot works."""

    def __init__(self, settings: Settings, here: Opened) -> None:
        self._settings, self._here = settings, here
        self._teams = Teams(here.client, here.identity, settings.service_url_hosts, plain_http=not settings.production)

    def checks(self, *, post: bool) -> list[Check]:
        """The channel's; with `post` a card is posted there, which its people see."""
        return [
            Check("Teams: channel", fixes.CHANNEL, self._channel, NEEDED),
            *([Check("Teams: post and edit", fixes.POST, self._post, NEEDED)] if post else []),
        ]

    async def _channel(self) -> list[str]:
        if self._settings.channel_id.endswith(CHATS):
            return [words.NOT_A_CHANNEL]
        service_url = await self._service_url()
        if service_url is None:
            return [Note(words.NOT_KNOWN_YET)]
        if not self._teams.serves(service_url):
            return [words.HOST_NOT_ALLOWED]
        channel = quote(self._settings.channel_id, safe="")
        url = f"{service_url.rstrip('/')}/v3/conversations/{channel}/pagedmembers?pageSize=500"
        answer = await ask(self._here.client, self._here.identity, TEAMS_SCOPE, url)
        fault = _refused(answer) or self._strange(answer.rows)
        return [fault] if fault else [*await self._away(answer.rows), Note(words.KIND_NOT_TOLD)]

    def _strange(self, rows: list[dict[str, Any]]) -> str | None:
        if not rows:
            return words.EMPTY_ROSTER
        tenants = {str(row["tenantId"]).lower() for row in rows if row.get("tenantId")}
        return words.OTHER_TENANT if tenants and self._settings.app_tenant_id not in tenants else None

    async def _away(self, rows: list[dict[str, Any]]) -> list[str]:
        there = {str(row.get("aadObjectId") or row.get("objectId")).lower() for row in rows}
        try:
            developers = await self._here.directory.developers()
        except DirectoryUnavailable:
            return []  # the groups' own checks say why
        away = sum(person.object_id.lower() not in there for person in developers)
        return [Note(words.NOT_IN_CHANNEL.format(away=away, all=len(developers)))] if away else []

    async def _post(self) -> list[str]:
        """A thread of its own in the channel: one card, and then the same card as a test that is over."""
        service_url = await self._service_url()
        if service_url is None or not self._teams.serves(service_url):
            return [
                words.POST_FAILED.format(why=words.NOT_KNOWN_YET if service_url is None else words.HOST_NOT_ALLOWED)
            ]
        # teams-facts §2.3: a new thread is a new conversation of the channel.
        new = {
            "isGroup": True,
            "channelData": {"channel": {"id": self._settings.channel_id}},
            "activity": plain_card_message(words.TEST_CARD),
        }
        url = f"{service_url.rstrip('/')}/v3/conversations"
        answer = await ask(self._here.client, self._here.identity, TEAMS_SCOPE, url, new)
        fault = _refused(answer)
        thread, message = answer.body.get("id"), answer.body.get("activityId")
        if fault or not isinstance(thread, str) or not isinstance(message, str):
            return [words.POST_FAILED.format(why=fault or words.NO_ID)]
        try:
            await self._teams.edit(Thread(thread, service_url), message, plain_card_message(words.TEST_OVER))
        except BotError as error:
            return [words.EDIT_FAILED.format(why=error)]
        return []

    async def _service_url(self) -> str | None:
        """As Microsoft's pages say, from what Teams itself sent: a token shown to another address would leak."""
        async with self._here.bot_engine.connect() as connection:
            return await newest_service_url(connection)


def _refused(answer: Answer) -> str | None:
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    match answer.status:
        case 200 | 201 | 202:
            return None
        case 401:
            return words.TEAMS_401
        case 403:
            return words.NOT_IN_TEAM.format(code=code if isinstance(code, str) and code.isalnum() else "").strip()
        case 404:
            return words.NO_CHANNEL
        case status:
            return words.TEAMS_ANSWERED.format(status=status)
