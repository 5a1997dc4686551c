"""What arrives from Teams, as typed values: only the parts we use, and only in the shapes they must have."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from handlers.model import Person, Thread


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


def _only_objects(value: object) -> object:
    """Lists from Teams may hold things of kinds that we do not know: those are passed over."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else value


def clean(text: str) -> str:
    """Text without what PostgreSQL cannot hold: NUL characters and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


Text = Annotated[str, Field(max_length=100_000), AfterValidator(clean)]


class Sender(Part):
    id: Text = ""
    name: Text | None = None
    object_id: Text = Field("", alias="aadObjectId")


class Id(Part):
    id: Text = ""


class TeamInfo(Part):
    group_id: Text = Field("", alias="aadGroupId")


class ChannelInfo(Part):
    id: Text = ""
    type: Text = "standard"


class ChannelData(Part):
    tenant: Id = Id()
    team: TeamInfo = Field(default_factory=lambda: TeamInfo.model_validate({}))
    channel: ChannelInfo = ChannelInfo()


class Mentioned(Part):
    id: Text = ""
    name: Text | None = None


class Entity(Part):
    type: Text = ""
    text: Text | None = None
    mentioned: Mentioned = Mentioned()


class Attachment(Part):
    content_type: Text = Field("", alias="contentType")
    content: Any = None


class Activity(Part):
    """One activity as the Bot Connector delivers it."""

    type: Text
    id: Text = ""
    channel_id: Text = Field("", alias="channelId")
    service_url: Text = Field("", alias="serviceUrl")
    sender: Sender = Field(default_factory=lambda: Sender.model_validate({}), alias="from")
    recipient: Id = Id()
    conversation: Id = Id()
    channel_data: ChannelData = Field(default_factory=ChannelData, alias="channelData")
    reply_to_id: Text | None = Field(None, alias="replyToId")
    name: Text | None = None
    text: Text | None = None
    entities: Annotated[tuple[Entity, ...], BeforeValidator(_only_objects)] = ()
    attachments: Annotated[tuple[Attachment, ...], BeforeValidator(_only_objects)] = ()
    value: Any = None

    @property
    def person(self) -> Person:
        return Person(self.sender.object_id, self.sender.id, self.sender.name or "Somebody")

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

    request: Text = ""
    version: int | None = None
    digest: Text | None = None


class ExecuteAction(Part):
    verb: Text = ""
    data: dict[str, Any] = {}


class ExecuteValue(Part):
    """The value of an adaptiveCard/action invoke. `trigger` is "manual" for a click."""

    action: ExecuteAction = ExecuteAction()
    trigger: Text | None = None
