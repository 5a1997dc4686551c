"""The activities that the bot sends: a card, a redrawn card, a notice that mentions people."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.cards.figures_card import figures_card
from bot.cards.parts import line
from bot.cards.request_card import replaced_card, request_card
from bot.words import notices as words
from bot.words import requests as request_words
from bot.words.site import Site
from handlers.figures import Figures
from handlers.model import Person, Request, Shown
from handlers.notices import Notice

CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def card_message(shown: Shown, site: Site) -> dict[str, Any]:
    """A message that holds a request's card and no text: Teams splits text and card into two (teams-facts §1.6)."""
    return _with_card(request_card(shown, site), request_words.summary(shown.request.code, shown.request.state))


def figures_message(figures: Figures) -> dict[str, Any]:
    card = figures_card(figures)
    return _with_card(card, card["fallbackText"])


def plain_card_message(words: str) -> dict[str, Any]:
    """A message that holds a card with one sentence."""
    card = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": words, "speak": words, "body": [line(words)]}
    return _with_card(card, words)


def replaced_message() -> dict[str, Any]:
    return _with_card(replaced_card(), request_words.REPLACED)


def notice_message(notice: Notice, request: Request | None, people: tuple[Person, ...], site: Site) -> dict[str, Any]:
    """A message that pings these people; each mention stands in the text exactly as in its entity."""
    mentions = [f"<at>{escape(person.name)}</at>" for person in people]
    return {
        "type": "message",
        "text": words.text(notice, request, " ".join(mentions), site),
        "entities": _mentioned(people, mentions),
    }


def list_message(words: str, people: tuple[Person, ...]) -> dict[str, Any]:
    """A list for these people, below their names."""
    mentions = [f"<at>{escape(person.name)}</at>" for person in people]
    return {
        "type": "message",
        "textFormat": "markdown",
        "text": "\n\n".join(each for each in (" ".join(mentions), words) if each),
        "entities": _mentioned(people, mentions),
    }


def _mentioned(people: tuple[Person, ...], mentions: list[str]) -> list[dict[str, Any]]:
    return [
        {"type": "mention", "text": mention, "mentioned": {"id": person.teams_id, "name": person.name}}
        for mention, person in zip(mentions, people, strict=True)
    ]


def _with_card(card: dict[str, Any], summary: str) -> dict[str, Any]:
    return {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": CARD_TYPE, "content": card}],
    }
