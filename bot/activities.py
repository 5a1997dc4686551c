"""What arrives from Teams, as typed values: only the parts we use, and only in the shapes they must have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, model_validator

from handlers.model import Person, Thread


class Part(BaseModel):
    """A part of an activity; what is null counts as not there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        return {name: each for name, each in value.items() if each is not None} if isinstance(value, dict) else value


def _only_objects(value: object) -> object:
    """Lists from Teams may hold things of kinds that we do not know: those are passed over, and too many cut off."""
    return [each for each in value[:MOST_PARTS] if isinstance(each, dict)] if isinstance(value, list) else value


def _each_text(mend: Callable[[str], str]) -> BeforeValidator:
    """Before anything else: half a surrogate pair, as a text cut in an emoji ends in, is no string for pydantic."""
    return BeforeValidator(lambda value: mend(value) if isinstance(value, str) else value)


def clean(text: str) -> str:
    """Text without what PostgreSQL cannot hold: NUL characters and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def exact(text: str) -> str:
    """A name that machines gave, never repaired into another one: what PostgreSQL cannot hold stays a foreign body."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


MOST_PARTS = 100  # entities or attachments of one activity
LONGEST_TEXT = 100_000  # characters
LONGEST_NAME = 100  # characters of somebody's name that we show


def _one_spelling(text: str) -> str:
    """An Entra object id as we compare them; empty for anything that is not one."""
    try:
        canonical = str(UUID(text))
    except ValueError:
        return ""
    return canonical if canonical == text.lower() else ""


ShortText = Annotated[str, Field(max_length=500), _each_text(exact)]
ObjectId = Annotated[ShortText, AfterValidator(_one_spelling)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), _each_text(clean)]


class Sender(Part):
    id: ShortText = ""
    name: Text | None = None
    object_id: ObjectId = Field("", alias="aadObjectId")


class Id(Part):
    id: ShortText = ""


class Conversation(Part):
    id: ShortText = ""
    tenant_id: ShortText = Field("", alias="tenantId")


class TeamInfo(Part):
    id: ShortText = ""
    group_id: ShortText = Field("", alias="aadGroupId")


class ChannelInfo(Part):
    id: ShortText = ""
    type: ShortText = "standard"


class ChannelData(Part):
    tenant: Id = Id()
    team: TeamInfo = Field(default_factory=lambda: TeamInfo.model_validate({}))
    channel: ChannelInfo = ChannelInfo()


class Mentioned(Part):
    id: ShortText = ""
    name: Text | None = None


class Entity(Part):
    type: ShortText = ""
    text: Text | None = None
    mentioned: Mentioned = Mentioned()


def _no_longer_than_text(content: object) -> object:
    """Reading the HTML copy costs by its length; a message of Teams has 100 KB at most (teams-facts §1.5)."""
    if isinstance(content, str) and len(content) > LONGEST_TEXT:
        raise ValueError("too long")
    return content


class Attachment(Part):
    content_type: Text = Field("", alias="contentType")
    content: Annotated[Any, AfterValidator(_no_longer_than_text)] = None


def _if_text(value: object) -> object:
    """What only some types of activity give a meaning that we know: anything else in its place is passed over."""
    return value if isinstance(value, str) else ""


class Activity(Part):
    """One activity as the Bot Connector delivers it."""

    type: ShortText
    id: ShortText = ""
    channel_id: ShortText = Field("", alias="channelId")
    service_url: ShortText = Field("", alias="serviceUrl")
    sender: Sender = Field(default_factory=lambda: Sender.model_validate({}), alias="from")
    recipient: Id = Id()
    conversation: Conversation = Field(default_factory=lambda: Conversation.model_validate({}))
    channel_data: ChannelData = Field(default_factory=ChannelData, alias="channelData")
    reply_to_id: ShortText | None = Field(None, alias="replyToId")
    name: Text | None = None
    text: Text | None = None
    entities: Annotated[tuple[Entity, ...], BeforeValidator(_only_objects)] = ()
    attachments: Annotated[tuple[Attachment, ...], BeforeValidator(_only_objects)] = ()
    value: Any = None
    action: Annotated[Text, BeforeValidator(_if_text)] = ""
    members_added: Annotated[tuple[Id, ...], BeforeValidator(_only_objects)] = Field((), alias="membersAdded")

    @property
    def person(self) -> Person:
        return Person(self.sender.object_id, self.sender.id, (self.sender.name or "Somebody")[:LONGEST_NAME])

    @property
    def delivery(self) -> str:
        """What all deliveries of this activity have in common, and nobody else's: answers are kept under it."""
        return f"{self.id} {self.sender.object_id}"

    @property
    def thread(self) -> Thread:
        """The thread that this belongs to; a new post is the root of its own."""
        conversation = self.conversation.id
        if ";messageid=" not in conversation and self.type == "message":
            conversation = f"{conversation};messageid={self.id}"
        return Thread(conversation, self.service_url)

    @property
    def html(self) -> str | None:
        """The HTML copy that Teams attaches to a rich message."""
        for each in self.attachments:
            if each.content_type == "text/html" and isinstance(each.content, str):
                return clean(each.content)
        return None

    @property
    def mentions_bot(self) -> bool:
        return any(entity.type == "mention" and entity.mentioned.id == self.recipient.id for entity in self.entities)


class ExecuteData(Part):
    """What our own buttons carry, as far as it is ours; never believed beyond its ids."""

    request: ShortText = ""
    version: StrictInt | None = None
    digest: ShortText | None = None

    @property
    def request_id(self) -> UUID | None:
        """The request, if it is spelled as our cards spell it."""
        return UUID(self.request) if self.request and _one_spelling(self.request) == self.request else None


class ExecuteAction(Part):
    verb: ShortText = ""
    data: dict[str, Any] = {}


class ExecuteValue(Part):
    """The value of an adaptiveCard/action invoke. `trigger` is "manual" for a click."""

    action: ExecuteAction = ExecuteAction()
    trigger: ShortText | None = None
