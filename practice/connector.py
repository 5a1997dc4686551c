"""The Bot Connector for one channel: the four calls the bot makes, refused where Teams refuses them."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler

from practice.channel import ADAPTIVE_CARD, Channel, Message
from practice.directory import Directory
from practice.login import BOT_FRAMEWORK, Login

MOST_BYTES: Final = 100 * 1024
"""Of a whole message, counted as UTF-16 (teams-facts §1.5)."""
BUDGET: Final = ((1, 7), (2, 8), (30, 60), (3600, 1800))
"""Seconds and sends: the whole channel is one "thread" (teams-facts §3)."""


class Refusal(Exception):
    """A call that the connector answers with an error."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.retry_after = status, code, retry_after


class Connector:
    """Speaks the connector's protocol over a Channel."""

    def __init__(
        self,
        channel: Channel,
        login: Login,
        directory: Directory,
        *,
        bot_name: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._channel, self._login, self._directory = channel, login, directory
        self._bot_name, self._clock = bot_name, clock
        self.page_size = 500
        """The most members on a page of the roster; lower it to make it come in pages."""
        self.enforce_budget = False
        """Set to answer 429 beyond the channel's budget of sends."""
        self.tells_tenant = ""
        """Another tenant than ours for everybody in the roster, as in a channel of somebody else's."""
        self._sends: list[float] = []

    def routes(self, prefix: str = "/connector") -> list[web.RouteDef]:
        """Give the routes under the prefix, which is the service URL."""
        conversation = f"{prefix}/v3/conversations/{{conversation}}"
        return [
            web.post(f"{prefix}/v3/conversations", self._guarded(self._create)),
            web.post(f"{conversation}/activities", self._guarded(self._send)),
            # The SDK's own way of answering: the thread is in the conversation id, so the last part says nothing new.
            web.post(f"{conversation}/activities/{{activity}}", self._guarded(self._send)),
            web.put(f"{conversation}/activities/{{activity}}", self._guarded(self._edit)),
            web.get(f"{conversation}/pagedmembers", self._guarded(self._members)),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._login.accepts(request.headers.get("Authorization"), BOT_FRAMEWORK):
                words = {"message": "Authorization has been denied for this request."}
                return web.json_response(words, status=401)
            try:
                self._admit()
                return await handler(request)
            except Refusal as no:
                headers = {} if no.retry_after is None else {"Retry-After": str(no.retry_after)}
                body = {"error": {"code": no.code, "message": str(no)}}
                return web.json_response(body, status=no.status, headers=headers)

        return guarded

    def _admit(self) -> None:
        if self._channel.bot_removed:
            raise Refusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")

    async def _create(self, request: web.Request) -> web.Response:
        body = _object(await request.text())
        if body.get("isGroup") is not True or not isinstance(body.get("activity"), dict):
            raise Refusal(400, "BadSyntax", "A new thread needs isGroup and an activity.")
        try:
            wanted = body["channelData"]["channel"]["id"]
        except (KeyError, TypeError):
            raise Refusal(400, "BadSyntax", "A new thread needs channelData.channel.id.") from None
        if wanted != self._channel.id:
            raise Refusal(404, "ConversationNotFound", "Conversation not found.")
        message = self._post(body["activity"], None)
        if message is None:
            return web.json_response({}, status=201)
        answer = {"id": self._channel.conversation(message.id), "activityId": message.id}
        return web.json_response(answer, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        root = self._root(request)
        message = self._post(_object(await request.text()), root)
        return web.json_response({} if message is None else {"id": message.id}, status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        root, wanted = self._root(request), request.match_info["activity"]
        activity = _object(await request.text())
        try:
            message = self._channel.find(wanted)
        except KeyError:
            message = None
        if message is None or root not in (None, message.root):
            raise Refusal(404, "ActivityNotFoundInConversation", "The activity is not found in the conversation.")
        if message.author != self._channel.bot_id:
            raise Refusal(403, "ForbiddenOperationException", "The bot may change only its own messages.")
        self._check(activity)
        if activity.get("text") and activity.get("attachments"):
            self._channel.faults.append(f"edit of {wanted}: text and attachment in one activity")
        self._channel.edit(message, activity)
        return web.json_response({"id": message.id})

    async def _members(self, request: web.Request) -> web.Response:
        self._root(request)
        people = [person for person in self._directory.people if person.object_id not in self._channel.absent]
        start = int(request.query.get("continuationToken", 0))
        size = min(int(request.query.get("pageSize", self.page_size)), self.page_size)
        # Mail addresses are withheld, and guests are ordinary rows (teams-facts §2.3).
        rows = [
            {"id": p.teams_id, "name": p.name, "objectId": p.object_id, "aadObjectId": p.object_id}
            | {"givenName": p.name.split()[0], "surname": p.name.split()[-1]}
            | {"userRole": "user", "tenantId": self.tells_tenant or self._login.tenant}
            for p in people[start : start + size]
        ]
        answer: dict[str, Any] = {"members": rows}
        if start + size < len(people):
            answer["continuationToken"] = str(start + size)
        return web.json_response(answer)

    def _root(self, request: web.Request) -> str | None:
        """Give the thread that the address names, None for the channel itself."""
        base, _, root = request.match_info["conversation"].partition(";messageid=")
        if base != self._channel.id or (root and not self._channel.has_thread(root)):
            raise Refusal(404, "ConversationNotFound", "Conversation not found.")
        return root or None

    def _post(self, activity: Mapping[str, Any], root: str | None) -> Message | None:
        """Put a message into the channel; None when Teams would split it and tell no id (teams-facts §1.6)."""
        self._check(activity)
        text, attachments = activity.get("text"), activity.get("attachments")
        if not (text and attachments):
            return self._channel.add(self._channel.bot_id, self._bot_name, activity, root)
        self._channel.faults.append(f"text and attachment in one activity: {text[:60]}")
        for half in ({"text": ""}, {"attachments": None}):
            first = self._channel.add(self._channel.bot_id, self._bot_name, {**activity, **half}, root)
            root = root or first.id
        return None

    def _check(self, activity: Mapping[str, Any]) -> None:
        if not isinstance(activity.get("type"), str):
            raise Refusal(400, "BadSyntax", "The activity has no type.")
        size = len(json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))
        if size > MOST_BYTES:
            raise Refusal(413, "MessageSizeTooBig", "Message size too large.")
        self._spend()
        self._channel.faults.extend(self._mention_faults(activity))

    def _spend(self) -> None:
        if not self.enforce_budget:
            return
        now = self._clock()
        self._sends = [when for when in self._sends if when > now - BUDGET[-1][0]]
        for seconds, most in BUDGET:
            recent = [when for when in self._sends if when > now - seconds]
            if len(recent) >= most:
                wait = math.ceil(recent[-most] + seconds - now)
                raise Refusal(429, "TooManyRequests", "API calls quota exceeded.", retry_after=max(1, wait))
        self._sends.append(now)

    def _mention_faults(self, activity: Mapping[str, Any]) -> Iterator[str]:
        """Name each mention that Teams would ignore: its text must appear, exactly (teams-facts §1.6)."""
        places = [(activity.get("entities") or [], str(activity.get("text") or ""))]
        for attachment in activity.get("attachments") or []:
            if attachment.get("contentType") == ADAPTIVE_CARD:
                card = dict(attachment.get("content") or {})
                entities = (card.pop("msteams", None) or {}).get("entities") or []
                places.append((entities, "\n".join(_strings(card))))
        known = {person_id for person in self._directory.people for person_id in (person.teams_id, person.object_id)}
        for entities, text in places:
            for entity in entities:
                if entity.get("type") != "mention":
                    continue
                if not entity.get("text") or entity["text"] not in text:
                    yield f"mention without its text: {entity.get('text')!r} is not in {text[:60]!r}"
                if (entity.get("mentioned") or {}).get("id") not in known:
                    yield f"mention of somebody unknown: {entity.get('mentioned')!r}"


def _object(body: str) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "BadSyntax", "The body is not a JSON object.")
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
