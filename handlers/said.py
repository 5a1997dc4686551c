"""A message that somebody wrote to the bot."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.model import Person, Thread
from handlers.reading import Message


@dataclass(frozen=True)
class Said:
    """A message that mentions the bot, from a person in our channel."""

    activity_id: str
    person: Person
    thread: Thread
    message: Message
