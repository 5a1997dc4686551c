"""What Teams sends to the bot, field by field (teams-facts §2.2)."""

from __future__ import annotations

import html as markup
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from practice.altering import Json
from practice.channel import Message
from practice.deliveries import SEARCH
from practice.directory import Person

UK: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Place:
    """Where the channel is and who the bot is; `general_id` is the team's own thread id.

    `group_id`, the team's Entra group, is sent where it is given: Teams names it in some activities and not in others.
    """

    tenant_id: str
    general_id: str
    channel_id: str
    service_url: str
    bot_id: str
    bot_name: str
    group_id: str | None = None


def message(
    place: Place,
    person: Person,
    *,
    message_id: str,
    root: str,
    when: float,
    text: str,
    html: str | None = None,
    mention_bot: bool = True,
) -> Json:
    """Build the activity of a message that a person typed.

    `text` is what follows the mention (a text that holds the `<at>` span itself is left alone); `html` is the body of
    the text/html copy, made from the text unless given.
    """
    at = f"<at>{place.bot_name}</at>"
    if mention_bot and at not in text:
        text = f"{at}&nbsp;{text}"
    if html is None:
        html = f"<p>{markup.escape(text.replace(f'{at}&nbsp;', ''), quote=False)}</p>".replace("\n", "<br>")
    if mention_bot:
        html = _with_mention(place, html)
    activity = _common(place, person, "message", activity_id=message_id, root=root, when=when)
    activity["text"] = text
    activity["textFormat"] = "plain"
    activity["attachments"] = [{"contentType": "text/html", "content": html}]
    if mention_bot:
        mention = {"type": "mention", "text": at, "mentioned": {"id": place.bot_id, "name": place.bot_name}}
        activity["entities"].insert(0, mention)
    return activity


def edited(original: Json, *, when: float) -> Json:
    """Turn a message activity into the news that it was edited; it keeps the message's id (teams-facts §2.1)."""
    data = {**original["channelData"], "eventType": "editMessage"}
    return {**original, "type": "messageUpdate", "timestamp": _utc(when), "channelData": data}


def deleted(place: Place, person: Person, *, message_id: str, root: str, when: float) -> Json:
    """Build the news that a person deleted their message."""
    activity = _common(place, person, "messageDelete", activity_id=message_id, root=root, when=when)
    activity["channelData"]["eventType"] = "softDeleteMessage"
    return activity


def invoke(
    place: Place,
    person: Person,
    *,
    message_id: str,
    root: str,
    when: float,
    action: Mapping[str, Any],
    trigger: Literal["manual", "automatic"] | None,
) -> Json:
    """Build the press of a button on the card in `message_id`; without `trigger` when None (teams-facts §1.2)."""
    activity = _common(place, person, "invoke", activity_id=f"f:{uuid.uuid4()}", root=root, when=when)
    activity["name"] = "adaptiveCard/action"
    activity["replyToId"] = message_id
    activity["channelData"]["source"] = {"name": "message"}
    activity["channelData"]["legacy"] = {"replyToId": message_id}
    activity["value"] = {"action": dict(action)} | ({} if trigger is None else {"trigger": trigger})
    return activity


def search(
    place: Place, person: Person, *, message_id: str, root: str, when: float, text: str, dataset: str, top: int
) -> Json:
    """Build what a client asks while somebody types into a field of the card in `message_id` (teams-facts §1.7)."""
    activity = _common(place, person, "invoke", activity_id=f"f:{uuid.uuid4()}", root=root, when=when)
    activity["name"] = SEARCH
    activity["replyToId"] = message_id
    activity["value"] = {"queryText": text, "queryOptions": {"skip": 0, "top": top}, "dataset": dataset}
    return activity


def message_action(
    place: Place,
    person: Person,
    about: Message,
    command: str,
    *,
    when: float,
    data: Mapping[str, Any] | None = None,
) -> Json:
    """Build the press of a message action on somebody's message, or with `data` the submit of its dialog.

    teams-facts §4.1: the payload holds the message as HTML; the author is a user with an Entra id, or an application.
    """
    activity = _common(place, person, "invoke", activity_id=f"f:{uuid.uuid4()}", root=about.root, when=when)
    activity["name"] = "composeExtension/fetchTask" if data is None else "composeExtension/submitAction"
    by_bot = about.author == place.bot_id
    author = {"id": about.activity.get("from", {}).get("aadObjectId"), "displayName": about.author_name}
    activity["value"] = {
        "commandId": command,
        "commandContext": "message",
        "messagePayload": {
            "id": about.id,
            "replyToId": None if about.id == about.root else about.root,
            "createdDateTime": _utc(about.when),
            "body": {"contentType": "html", "content": _html(about)},
            "from": {
                "user": None if by_bot else author,
                "application": {"id": place.bot_id, "displayName": place.bot_name} if by_bot else None,
            },
            "reactions": [],
            "mentions": [],
        },
    }
    if data is not None:
        activity["value"]["data"] = dict(data)
    return activity


def _html(about: Message) -> str:
    copies = [each["content"] for each in about.attachments if each.get("contentType") == "text/html"]
    return str(copies[0]) if copies else f"<p>{markup.escape(about.text)}</p>"


def _common(place: Place, person: Person, kind: str, *, activity_id: str, root: str, when: float) -> Json:
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": _utc(when),
        "localTimestamp": datetime.fromtimestamp(when, UK).isoformat(timespec="milliseconds"),
        "localTimezone": "Europe/London",
        "locale": "en-GB",
        "serviceUrl": place.service_url,
        "channelId": "msteams",
        "from": {"id": person.teams_id, "name": person.name, "aadObjectId": person.object_id},
        "conversation": {
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": place.tenant_id,
            "id": f"{place.channel_id};messageid={root}",
        },
        "recipient": {"id": place.bot_id, "name": place.bot_name},
        "entities": [
            {
                "type": "clientInfo",
                "locale": "en-GB",
                "country": "GB",
                "platform": "Windows",
                "timezone": "Europe/London",
            }
        ],
        # Names are absent but on rename events, so nobody can come to rely on them (teams-facts §2.2). So are the type
        # of the channel and mostly the Entra group: no message that Microsoft recorded has them, nor its playground's.
        "channelData": {
            "teamsChannelId": place.channel_id,
            "teamsTeamId": place.general_id,
            "channel": {"id": place.channel_id},
            "team": {"id": place.general_id} | ({"aadGroupId": place.group_id} if place.group_id else {}),
            "tenant": {"id": place.tenant_id},
        },
    }


def _with_mention(place: Place, html: str) -> str:
    name = markup.escape(place.bot_name)
    span = f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">{name}</span>&nbsp;'
    if "schema.skype.com/Mention" in html:
        return html
    return html.replace("<p>", f"<p>{span}", 1) if html.startswith("<p>") else f"<p>{span}</p>{html}"


def _utc(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
