"""What people do in a window: each becomes a signed activity, a switch, or a fault."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from practice.altering import Json
from practice.answers import OK, Reply
from practice.channel import Message
from practice.outside import Outside
from practice.page.breaking import Breaking
from practice.page.people import has_switch, person

REFRESH_AGE: Final = 60.0
"""Seconds: clients draw a card anew by themselves no more often, but for an edit (teams-facts §1.4)."""
LONGEST: Final = 28_000
"""Characters of a message; Teams takes about that many."""


class Doing:
    """One POST, one deed."""

    def __init__(self, outside: Outside, breaking: Breaking) -> None:
        self._outside, self._breaking = outside, breaking
        self._refreshed: dict[tuple[str, str], tuple[int, float]] = {}
        self._deeds: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "post": self._post,
            "edit": self._edit,
            "delete": self._delete,
            "press": self._press,
            "search": self._search,
            "refresh": self._refresh,
            "act": self._act,
            "activate": self._activate,
            "break": self._break,
            "switch": self._switch,
            "deliveries": self._deliveries,
            "mend": self._mend,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do what the address names with what the body says."""
        deed = self._deeds.get(request.match_info["name"])
        if deed is None:
            raise web.HTTPNotFound
        try:
            said = await request.json()
            if not isinstance(said, dict):
                raise TypeError("not an object")  # noqa: TRY301 - told like every other odd request
            # A window that closes must not take the click with it: Teams' own service carries it.
            return web.json_response(await asyncio.shield(asyncio.ensure_future(deed(said))))
        except (TypeError, ValueError, LookupError) as error:
            return web.json_response({"error": f"The page asked for something odd: {error}"}, status=400)

    async def _post(self, said: Json) -> Json:
        root = said.get("reply_to")
        message = self._find(root) if root else None
        sent = await self._outside.teams.post(
            person(said["as"]), _text(said), mention_bot=bool(said.get("mention")), reply_to=message
        )
        return {"status": sent.status}

    async def _edit(self, said: Json) -> Json:
        message = self._own(said)
        sent = await self._outside.teams.edit(
            person(said["as"]), message, _text(said), mention_bot=bool(said.get("mention"))
        )
        return {"status": sent.status}

    async def _delete(self, said: Json) -> Json:
        sent = await self._outside.teams.delete(person(said["as"]), self._own(said))
        return {"status": sent.status}

    async def _press(self, said: Json) -> Json:
        action = said["action"]
        if not isinstance(action, dict):
            raise TypeError
        return _shown(await self._outside.teams.press(person(said["as"]), self._find(said["message"]), action))

    async def _search(self, said: Json) -> Json:
        """What a field offers for the letters that somebody typed into it."""
        offered = await self._outside.teams.search(
            person(said["as"]), self._find(said["message"]), str(said["text"])[:LONGEST], str(said["dataset"])
        )
        return {"choices": [{"title": title, "value": value} for title, value in offered.choices]}

    async def _act(self, said: Json) -> Json:
        """A message action, or with data the submit of its dialog."""
        data = said.get("data")
        if data is not None and not isinstance(data, dict):
            raise TypeError
        dialog = await self._outside.teams.act_on(
            person(said["as"]), self._find(said["message"]), str(said["command"]), data
        )
        return {"title": dialog.title, "card": dialog.card, "line": dialog.text, "failed": dialog.failed}

    async def _refresh(self, said: Json) -> Json:
        viewer, message = person(said["as"]), self._find(said["message"])
        edits, when = self._refreshed.get((viewer.teams_id, message.id), (-1, 0.0))
        if edits == len(message.edits) and time.monotonic() - when < REFRESH_AGE:
            return {}
        self._refreshed[viewer.teams_id, message.id] = len(message.edits), time.monotonic()
        with suppress(LookupError):
            await self._outside.teams.refresh(viewer, message)
        return {}

    async def _activate(self, said: Json) -> Json:
        who, directory = person(said["person"]), self._outside.directory
        if not has_switch(who):
            raise KeyError(said["person"])
        directory.activate(who) if said["on"] else directory.deactivate(who)
        return {}

    async def _break(self, said: Json) -> Json:
        self._breaking.next_calls(str(said["service"]), str(said["fault"]), int(said["times"]))
        return {}

    async def _switch(self, said: Json) -> Json:
        self._breaking.switch(str(said["name"]), bool(said["on"]))
        return {}

    async def _deliveries(self, said: Json) -> Json:
        self._breaking.deliveries(str(said["how"]))
        return {}

    async def _mend(self, _: Json) -> Json:
        self._breaking.mend()
        return {}

    def _find(self, number: Any) -> Message:
        return self._outside.channel.find(str(number))

    def _own(self, said: Json) -> Message:
        message = self._find(said["message"])
        if message.author != person(said["as"]).teams_id:
            raise KeyError
        return message


def _text(said: Json) -> str:
    text = str(said["text"]).strip()
    if not 0 < len(text) <= LONGEST:
        raise ValueError("a message needs some text, and not too much")
    return text


def _shown(reply: Reply) -> Json:
    """Say what Teams shows of an answer: the new card (it comes by the stream), a line, or the failure banner."""
    if reply.http_status == OK and reply.card is not None:
        return {"card": True}
    if reply.http_status == OK and reply.status_code == OK and reply.text:
        return {"line": reply.text}
    return {"failed": True, "status": reply.http_status}
