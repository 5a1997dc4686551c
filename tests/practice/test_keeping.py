"""What one run leaves, the next one finds; what cannot be read is forgotten."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from practice.keeping import Keeping
from practice.outside import AMINA, DANA, ELIF, Outside

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
ATTACHED = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}


async def test_messages_edits_views_and_switches_come_back(tmp_path: Path) -> None:
    one, two = Outside(), Outside()
    first = one.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
    card = one.channel.add(one.channel.bot_id, "TV Support", {"type": "message", "attachments": [ATTACHED]}, first.id)
    one.channel.edit(first, {"type": "message", "text": "hello again"})
    one.channel.show(DANA, card, {**CARD, "body": [{"type": "TextBlock", "text": "yours"}]})
    one.directory.activate(ELIF)
    keeping = Keeping(tmp_path / "thread.json", one)
    keeping.pages["before"] = {"x": {}}
    keeping.write()

    again = Keeping(tmp_path / "thread.json", two)
    again.restore()
    assert two.channel.messages == one.channel.messages
    assert two.channel.view(DANA, card) == one.channel.view(DANA, card) != CARD
    assert two.channel.view(AMINA, card) == CARD
    assert two.channel.has_thread(first.id)
    assert int(two.channel.next_id()) > int(card.id)
    assert [person.name for person in two.directory.people if two.directory.is_active(person)] == [ELIF.name]
    assert again.pages == {"before": {"x": {}}}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0}'])
async def test_what_cannot_be_read_is_an_empty_channel(tmp_path: Path, text: str) -> None:
    file = tmp_path / "thread.json"
    file.write_text(text)
    outside = Outside()
    Keeping(file, outside).restore()
    assert outside.channel.messages == []


async def test_every_change_is_stored_soon_and_the_last_one_at_the_end(tmp_path: Path) -> None:
    file, outside = tmp_path / "thread.json", Outside()
    task = asyncio.create_task(Keeping(file, outside).keep())
    await asyncio.sleep(0)
    outside.channel.add(AMINA.teams_id, AMINA.name, {"text": "one"})
    await asyncio.sleep(0.05)
    assert "one" in file.read_text()
    outside.channel.add(AMINA.teams_id, AMINA.name, {"text": "two"})
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert "two" in file.read_text()
