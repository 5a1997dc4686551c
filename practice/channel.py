"""One Teams channel in memory: its threads, who sees which card, and what broke the rules."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from practice.altering import Json
from practice.directory import Person
from practice.waiting import Changes, Found

ADAPTIVE_CARD: Final = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Message:
    """One message as it stands; `activity` is its content as last sent, `edits` the contents before, oldest first.

    `root` is the id of the thread's first message (its own id for that one); `when` is in unix seconds.
    """

    id: str
    root: str
    author: str
    author_name: str
    activity: Mapping[str, Any]
    when: float
    edits: tuple[Mapping[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """What it says outside any card."""
        return str(self.activity.get("text") or "")

    @property
    def summary(self) -> str:
        """What a notification shows of it."""
        return str(self.activity.get("summary") or "")

    @property
    def attachments(self) -> list[Json]:
        """What is attached, the text/html copy of a person's text included."""
        return list(self.activity.get("attachments") or [])

    @property
    def mentioned(self) -> list[str]:
        """The ids that its text mentions."""
        entities = self.activity.get("entities") or []
        return [entity["mentioned"]["id"] for entity in entities if entity.get("type") == "mention"]

    @property
    def card(self) -> Json | None:
        """The first adaptive card, as everybody sees it."""
        cards: list[Json] = [a["content"] for a in self.attachments if a.get("contentType") == ADAPTIVE_CARD]
        return cards[0] if cards else None


class Channel:
    """The messages of one channel, oldest first, and what each person's client shows instead of them."""

    def __init__(
        self,
        channel_id: str,
        *,
        bot_id: str,
        clock: Callable[[], float] = time.time,
        changes: Changes | None = None,
    ) -> None:
        self.id, self.bot_id, self._clock = channel_id, bot_id, clock
        self.faults: list[str] = []
        """What the bot did that Teams lets through and people would see as broken; tests assert that it is empty."""
        self.bot_removed = False
        """Set when the app was removed from the team: every call of the bot is then refused."""
        self.absent: set[str] = set()
        """The object ids of those who are in the organisation and not in this channel."""
        self._messages: dict[str, Message] = {}
        self._roots: set[str] = set()
        self._views: dict[tuple[str, str], Json] = {}
        self._changes = changes or Changes()
        self._last_id = 0

    @property
    def messages(self) -> list[Message]:
        """Every message that is not deleted."""
        return list(self._messages.values())

    @property
    def views(self) -> dict[tuple[str, str], Json]:
        """The cards that one person sees otherwise than everybody: Teams id and message id → card."""
        return dict(self._views)

    def restore(self, messages: Iterable[Message], views: Mapping[tuple[str, str], Json]) -> None:
        """Begin with what an earlier run left."""
        self._messages = {message.id: message for message in messages}
        self._roots = {message.root for message in self._messages.values()}
        self._views = dict(views)
        self._last_id = max((int(number) for number in self._messages), default=0)
        self._changes.ring()

    @property
    def from_bot(self) -> list[Message]:
        """What the bot posted."""
        return [message for message in self.messages if message.author == self.bot_id]

    @property
    def cards(self) -> list[Message]:
        """The bot's messages that are cards."""
        return [message for message in self.from_bot if message.card is not None]

    @property
    def threads(self) -> dict[str, list[Message]]:
        """The threads by the id of their first message."""
        threads: dict[str, list[Message]] = {}
        for message in self.messages:
            threads.setdefault(message.root, []).append(message)
        return threads

    def thread(self, message: Message | str) -> list[Message]:
        """Give the thread that a message belongs to."""
        root = self.find(message).root
        return [other for other in self.messages if other.root == root]

    def find(self, message: Message | str) -> Message:
        """Give a message as it stands now; raises KeyError when it is deleted or was never there."""
        return self._messages[message if isinstance(message, str) else message.id]

    def has_thread(self, root: str) -> bool:
        """Tell whether there is such a thread; deleting its first message does not end it."""
        return root in self._roots

    def conversation(self, root: str) -> str:
        """Give the conversation id of a thread (teams-facts §2.2)."""
        return f"{self.id};messageid={root}"

    def has(self, message: Message | str) -> bool:
        """Tell whether the message is still there."""
        return (message if isinstance(message, str) else message.id) in self._messages

    def add(
        self, author: str, author_name: str, activity: Mapping[str, Any], root: str | None = None, number: str = ""
    ) -> Message:
        """Append a message to a thread, or begin one without `root`; `number` is its id, a fresh one unless given."""
        number = number or self.next_id()
        message = Message(number, root or number, author, author_name, activity, self._clock())
        self._messages[number] = message
        self._roots.add(message.root)
        self._changes.ring()
        return message

    def next_id(self) -> str:
        """Give a fresh message id: Teams numbers messages by the millisecond, each once."""
        self._last_id = max(self._last_id + 1, int(self._clock() * 1000))
        return str(self._last_id)

    def edit(self, message: Message | str, activity: Mapping[str, Any]) -> Message:
        """Replace a message's content for everybody; private views of it end."""
        old = self.find(message)
        new = replace(old, activity=activity, edits=(*old.edits, old.activity))
        self._messages[old.id] = new
        for key in [key for key in self._views if key[1] == old.id]:
            del self._views[key]
        self._changes.ring()
        return new

    def delete(self, message: Message | str) -> None:
        """Take a message away, as an owner of the team may do with any."""
        del self._messages[self.find(message).id]
        self._changes.ring()

    def view(self, person: Person, message: Message | str) -> Json | None:
        """Give the card that this person sees: their own since the last edit, or everybody's (teams-facts §1.3)."""
        current = self.find(message)
        return self._views.get((person.teams_id, current.id), current.card)

    def show(self, person: Person, message: Message | str, card: Json) -> None:
        """Replace a card in one person's view."""
        self._views[person.teams_id, self.find(message).id] = card
        self._changes.ring()

    async def until(self, predicate: Callable[[Channel], Found], timeout: float = 20.0) -> Found:
        """Wait for the first true answer of `predicate` and give it; raises TimeoutError that shows the channel."""
        return await self._changes.until(lambda: predicate(self), timeout, self._described)

    def _described(self) -> str:
        lines = [f"{m.author_name}: {m.text or m.summary or json.dumps(m.card)[:300]}" for m in self.messages]
        return "\n".join(lines) or "an empty channel"
