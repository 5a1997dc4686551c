"""Teams on behalf of people: they write, edit, press buttons, and the bot is told by signed HTTP requests."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import aiohttp

from practice import activities
from practice.activities import Place
from practice.altering import Json, altered
from practice.answers import Delivery, Dialog, Offered, Reply
from practice.buttons import press, refresh_of
from practice.channel import Channel, Message
from practice.deliveries import Deliveries
from practice.directory import Person
from practice.login import Login

PATIENCE: Final = 15.0
"""Seconds after which the service gives up on the bot and answers 504 in its place (teams-facts §3)."""
TOKEN_AGE: Final = 300.0


class Teams:
    """Acts for people in the channel; set `bot_url` before anybody does anything."""

    def __init__(self, place: Place, channel: Channel, login: Login, *, clock: Callable[[], float] = time.time) -> None:
        self.place, self._channel, self._login, self._clock = place, channel, login, clock
        self.bot_url = ""
        self.deliveries = Deliveries()
        """What was delivered, and what the next deliveries meet on their way."""
        self._session: aiohttp.ClientSession | None = None
        self._token: tuple[tuple[str, str], float, str] | None = None

    async def post(
        self,
        person: Person,
        text: str,
        html: str | None = None,
        *,
        mention_bot: bool = True,
        reply_to: Message | str | None = None,
        overrides: Mapping[str, Any] | None = None,
        token: str | None = None,
    ) -> Delivery:
        """Write a message, in the thread of `reply_to` or a new one.

        `overrides` changes what is sent by dotted path ("channelData.tenant.id"), see practice/altering.py.
        """
        now, root = self._clock(), self._channel.find(reply_to).root if reply_to else None
        number = self._channel.next_id()
        activity = activities.message(
            self.place,
            person,
            message_id=number,
            root=root or number,
            when=now,
            text=text,
            html=html,
            mention_bot=mention_bot,
        )
        message = self._channel.add(person.teams_id, person.name, activity, root, number)
        return await self.deliver(altered(activity, overrides or {}), token, message=message)

    async def edit(
        self,
        person: Person,
        message: Message,
        text: str,
        html: str | None = None,
        *,
        mention_bot: bool = True,
        overrides: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Change the text of one's own message."""
        activity = activities.message(
            self.place,
            person,
            message_id=message.id,
            root=message.root,
            when=message.when,
            text=text,
            html=html,
            mention_bot=mention_bot,
        )
        new = self._channel.edit(message, activity)
        news = activities.edited(activity, when=self._clock())
        return await self.deliver(altered(news, overrides or {}), message=new)

    async def delete(self, person: Person, message: Message) -> Delivery:
        """Delete one's own message."""
        self._channel.delete(message)
        news = activities.deleted(self.place, person, message_id=message.id, root=message.root, when=self._clock())
        return await self.deliver(news)

    async def click(
        self,
        person: Person,
        message: Message,
        title_or_verb: str,
        inputs: Mapping[str, str] | None = None,
        *,
        trigger: Literal["manual", "automatic"] | None = "manual",
        card: Mapping[str, Any] | None = None,
        check: bool = True,
        overrides: Mapping[str, Any] | None = None,
        token: str | None = None,
    ) -> Reply:
        """Press a button of the card that this person sees on the message now, or of an older `card`.

        Raises LookupError and NotSent as practice/buttons.py says. A card in the answer becomes this person's view.
        """
        shown = card or self._channel.view(person, message)
        if shown is None:
            raise LookupError("the message has no card")
        pressed = press(shown, title_or_verb, inputs or {}, check=check)
        for name in pressed.clashes:
            self._channel.faults.append(f"input id {name!r} is also a key of the data of {title_or_verb!r}")
        return await self.press(person, message, pressed.action, trigger=trigger, overrides=overrides, token=token)

    async def press(
        self,
        person: Person,
        message: Message,
        action: Json,
        *,
        trigger: Literal["manual", "automatic"] | None = "manual",
        overrides: Mapping[str, Any] | None = None,
        token: str | None = None,
    ) -> Reply:
        """Send an action as some client made it, inputs and all; a card in the answer becomes this person's view."""
        activity = activities.invoke(
            self.place,
            person,
            message_id=message.id,
            root=message.root,
            when=self._clock(),
            action=action,
            trigger=trigger,
        )
        reply = await self.invoke_raw(altered(activity, overrides or {}), token)
        if reply.card is not None and self._channel.has(message):
            self._channel.show(person, message, reply.card)
        return reply

    async def refresh(self, person: Person, message: Message) -> Reply | None:
        """Draw the card anew as the person's client does by itself; None when the card does not name them for it."""
        action, user_ids = refresh_of(self._channel.find(message).card or {})
        if person.teams_id not in user_ids:
            return None
        return await self.press(person, message, action, trigger="automatic")

    async def search(
        self,
        person: Person,
        message: Message,
        text: str,
        dataset: str,
        *,
        top: int = 15,
        overrides: Mapping[str, Any] | None = None,
        token: str | None = None,
    ) -> Offered:
        """Type into a field of a card that asks the bot what to offer."""
        activity = activities.search(
            self.place,
            person,
            message_id=message.id,
            root=message.root,
            when=self._clock(),
            text=text,
            dataset=dataset,
            top=top,
        )
        return Offered.of(await self.deliver(altered(activity, overrides or {}), token))

    async def act_on(
        self, person: Person, message: Message, command: str, data: Mapping[str, Any] | None = None
    ) -> Dialog:
        """Press a message action on anybody's message, or with `data` submit the dialog that it opened."""
        activity = activities.message_action(self.place, person, message, command, when=self._clock(), data=data)
        return Dialog.of(await self.deliver(activity))

    async def invoke_raw(self, activity: Json, token: str | None = None) -> Reply:
        """Send a hand-made invoke and read the answer."""
        return Reply.of(await self.deliver(activity, token))

    async def deliver(
        self, activity: Json, token: str | None = None, *, message: Message | None = None, bot_url: str | None = None
    ) -> Delivery:
        """Send any activity with any token ("" for none), properly signed unless told; send it again to repeat it."""
        bearer = self._usual_token() if token is None else token
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        status, body = await self.deliveries.carry(
            activity, lambda: self.send(json.dumps(activity).encode(), headers, bot_url=bot_url)
        )
        return Delivery(status, body, activity, message)

    async def send(self, body: bytes, headers: Mapping[str, str], *, bot_url: str | None = None) -> tuple[int, str]:
        """Send any bytes with any headers to the bot; give the status and body of its answer."""
        if self._session is None:
            raise RuntimeError("the practice world is not started")
        try:
            address = f"{bot_url or self.bot_url}/api/messages"
            async with self._session.post(address, data=body, headers=headers, allow_redirects=False) as response:
                return response.status, await response.text()
        except TimeoutError:
            return 504, ""
        except aiohttp.ClientConnectionError:
            return 502, ""

    def start(self) -> None:
        """Open the connections; must run inside the event loop."""
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=PATIENCE))

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _usual_token(self) -> str:
        """Re-use a token for five minutes, as the connector does; a new key means a new token."""
        key, now = (self._login.signing_key.kid, self.place.service_url), self._clock()
        if self._token is None or self._token[0] != key or not 0 <= now - self._token[1] < TOKEN_AGE:
            self._token = (key, now, self._login.sign_activity_token(self.place.service_url))
        return self._token[2]
