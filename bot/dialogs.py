"""The message action `Create support request`: a dialog opened on somebody's message, and what it sends back.

The shapes are teams-facts §4.1: the action's payload holds the message as HTML, its author is not who pressed, and an
empty answer closes the dialog.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from bot.activities import Activity, ObjectId, Part, ShortText, Text, clean
from bot.cards.form_card import form_card, refilled
from bot.inbound import Reply
from bot.replies import as_dialog, in_dialog
from bot.words import requests as words
from bot.words import sentences
from bot.words.site import Site
from handlers.answers import Answer
from handlers.dialog import Proposal, Submitted, propose, submit
from handlers.model import Person, Thread
from handlers.ports import Ports
from handlers.reading import Message
from handlers.roles import Refusal

FETCH = "composeExtension/fetchTask"
SUBMIT = "composeExtension/submitAction"
DIALOGS = frozenset({FETCH, SUBMIT})
LONGEST_NAME = 100
HEIGHT, WIDTH = "large", "medium"


class Author(Part):
    id: ShortText = ""
    name: Text | None = Field(None, alias="displayName")


class From(Part):
    user: Author | None = None


class Body(Part):
    content: Text = ""


class Payload(Part):
    id: ShortText = ""
    reply_to_id: ShortText | None = Field(None, alias="replyToId")
    body: Body = Body()
    author: From = Field(default_factory=From, alias="from")


class ActionValue(Part):
    """The value of a message action; `data` is what the dialog's form sent."""

    message: Payload = Field(default_factory=lambda: Payload.model_validate({}), alias="messagePayload")
    data: dict[str, Any] = Field(default_factory=dict)


async def answer_dialog(activity: Activity, ports: Ports, site: Site) -> Reply:
    """Open the form on a message, or take what it sends; whatever does not work is said in the dialog."""
    try:
        value = ActionValue.model_validate(activity.value)
    except ValidationError:
        return in_dialog(sentences.NOT_A_MESSAGE)
    try:
        author = _author(activity, value.message.author.user)
    except _Unknown:
        return in_dialog(sentences.UNKNOWN_AUTHOR)
    if activity.name == FETCH:
        found = await propose(activity.person, Message("", value.message.body.content), ports)
        return _form(found) if isinstance(found, Proposal) else in_dialog(sentences.sentence(found, site))
    inputs = {name: clean(text) for name, text in value.data.items() if isinstance(text, str)}
    thread = _thread(activity, value.message)
    if thread is None:
        return in_dialog(sentences.NOT_A_MESSAGE)
    sent = Submitted(activity.delivery, activity.person, thread, inputs, author)
    return _answered(await submit(sent, ports), inputs, site)


def _answered(answer: Answer, inputs: dict[str, str], site: Site) -> Reply:
    if answer.say is None:
        return Reply(200)
    said = sentences.sentence(answer.say, site)
    ended = isinstance(answer.say, Refusal) or answer.card is not None  # what it asks for has a card already
    return in_dialog(said) if ended else _form(refilled(inputs), said)


def _form(proposal: Proposal, note: str | None = None) -> Reply:
    return as_dialog(words.KINDS_OF_FORM, form_card(proposal, note), height=HEIGHT, width=WIDTH)


def _thread(activity: Activity, message: Payload) -> Thread | None:
    """The thread that the message is in: of a reply that of its root."""
    root = message.reply_to_id or message.id
    channel = activity.conversation.id.split(";", 1)[0]
    return Thread(f"{channel};messageid={root}", activity.service_url) if root.isdigit() else None


class _Unknown(Exception):
    """A person wrote the message, and nobody can say which."""


def _author(activity: Activity, user: Author | None) -> Person | None:
    """Who wrote the message; None when no person did. Raises _Unknown: such a one could approve what they asked for.

    Teams names them by their Entra object id, and gives no other by which they could be mentioned.
    """
    if user is None:
        return None
    if user.id and user.id in (activity.sender.id, activity.sender.object_id):
        return activity.person
    object_id = TypeAdapter(ObjectId).validate_python(user.id)
    if not object_id:
        raise _Unknown
    return Person(object_id, "", (user.name or "Somebody")[:LONGEST_NAME])
