"""What a practice run leaves for the next one: the thread, people's switches, and the address of the page."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from practice.altering import Json
from practice.channel import Message
from practice.outside import Outside

QUIET: Final = 0.1
"""Seconds between two writes: an edit storm is one."""
VERSION: Final = 1


class Keeping:
    """One file; `pages` is what the page itself wants to keep."""

    def __init__(self, file: Path, outside: Outside) -> None:
        self._file, self._outside = file, outside
        self.pages: Json = {}

    def restore(self) -> None:
        """Bring back what the file holds; an empty channel when there is none or it cannot be read."""
        kept = read(self._file)
        if kept is None:
            return
        messages = [Message(**{**each, "edits": tuple(each["edits"])}) for each in kept["messages"]]
        views = {(person, number): card for person, number, card in kept["views"]}
        self._outside.channel.restore(messages, views)
        for person in self._outside.directory.people:
            if person.object_id in kept["active"]:
                self._outside.directory.activate(person)
        self.pages = kept["pages"]

    def write(self) -> None:
        """Store everything now, at once or not at all."""
        channel, directory = self._outside.channel, self._outside.directory
        kept: dict[str, Any] = {
            "version": VERSION,
            "messages": [asdict(message) for message in channel.messages],
            "views": [[person, number, card] for (person, number), card in channel.views.items()],
            "active": [person.object_id for person in directory.people if directory.is_active(person)],
            "pages": self.pages,
        }
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(json.dumps(kept))
        unfinished.replace(self._file)

    async def keep(self) -> None:
        """Store after each change until cancelled, and once more then."""
        changes = self._outside.changes
        rings = changes.rings
        try:
            while True:
                if await changes.wait(rings, 60):
                    rings = changes.rings
                    self.write()
                    await asyncio.sleep(QUIET)
        finally:
            self.write()


def read(file: Path) -> dict[str, Any] | None:
    """What the file holds, None when there is none, or one of another version."""
    with suppress(OSError, ValueError):
        kept = json.loads(file.read_text())
        if isinstance(kept, dict) and kept.get("version") == VERSION:
            return kept
    return None
