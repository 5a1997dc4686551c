"""The card as one person's own client asks for it, by itself or from its menu."""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from bot import replies
from bot.activities import Activity, ExecuteData, ExecuteValue
from bot.cards.request_card import REFRESH, request_card
from bot.inbound import Reply
from bot.words import sentences
from bot.words.site import Site
from handlers.answers import Say, View
from handlers.ports import Book

log = structlog.get_logger()


async def refreshed(activity: Activity, book: Book, site: Site) -> Reply | None:
    """The card in this person's view; None for a press of anything else.

    It only reads, and shows nothing that everybody's card does not show, so nobody is asked who they are.
    """
    try:
        action = ExecuteValue.model_validate(activity.value).action
        data = ExecuteData.model_validate(action.data)
    except ValidationError:
        return None
    if action.verb != REFRESH:
        return None
    try:
        shown = await book.shown(data.request_id) if data.request_id else None
    except Exception as error:  # noqa: BLE001 - whatever it is, Teams gets no 500
        log.error("refresh_failed", why=type(error).__name__)
        return replies.said(sentences.OUT_OF_ORDER)
    if shown is None or shown.request.thread.conversation_id != activity.conversation.id:
        return replies.said(sentences.SAYINGS[Say.NO_SUCH_REQUEST])
    view = View.REQUESTER if shown.request.asked_by(activity.person.object_id) else View.COMMON
    return replies.shown(request_card(shown, site, view=view))
