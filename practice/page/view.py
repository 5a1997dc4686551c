"""A message as one person's window shows it."""

from __future__ import annotations

import re
from html import unescape

from practice.altering import Json
from practice.channel import Channel, Message
from practice.directory import Person

MENTION = re.compile(r"<at>(.*?)</at>")


def message_view(channel: Channel, message: Message, viewer: Person) -> Json:
    """Give what the page needs to draw it; `refresh` says that this person's client draws the card anew by itself."""
    card = channel.view(viewer, message)
    return {
        "id": message.id,
        "root": message.root,
        "author": message.author_name,
        "bot": message.author == channel.bot_id,
        "own": message.author == viewer.teams_id,
        "when": message.when,
        "edits": len(message.edits),
        "words": words(message, from_bot=message.author == channel.bot_id),
        "summary": message.summary,
        "card": card,
        "private": card is not message.card and card != message.card,
        "refresh": _refreshes(message, viewer),
    }


def words(message: Message, *, from_bot: bool) -> list[Json]:
    """Split a message's text into plain words and mentions; what a person typed is shown letter by letter."""
    parts: list[Json] = []
    for place, piece in enumerate(MENTION.split(message.text)):
        if place % 2:
            parts.append({"at": unescape(piece)})
        elif piece:
            # The bot's text is markup, a person's is not: Teams put only the space behind their mention in.
            plain = unescape(piece) if from_bot else piece.replace("&nbsp;", "\u00a0", 1)
            parts.append({"text": plain})
    return parts


def _refreshes(message: Message, viewer: Person) -> bool:
    refresh = (message.card or {}).get("refresh") or {}
    return viewer.teams_id in (refresh.get("userIds") or [])
