"""Nobody's address, name or One Login id gets where it does not belong: every one there is, through whole stories.

Each address and One Login id in the service database is a canary, and so is whatever people typed. The bot runs as a
process of its own, so that all it writes is in one file: its own log lines, and what libraries say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from practice import faults
from practice.bot_process import bot_process
from practice.channel import Message
from practice.outside import AMINA, DANA, OUTSIDER, Outside
from tests.world import CHECKED, World, settings_for

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

AT_LEAST = 200
SPOKEN = ("summary", "fallbackText", "speak")
# The database itself names the person in its error, as it does when a row breaks a rule.
REFUSES_LOUDLY = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'canary: % of %', OLD.govuk_one_login_id, OLD.email; END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON jobseekers FOR EACH ROW EXECUTE FUNCTION refuse()
"""
WRITTEN = tuple(f"sparrow.{number}@school.example" for number in range(40))
TYPED = {
    "ticket": "canary-ticket-4711",
    "identity_check": "other",
    "identity_note": "canary-note: rang them on 07700 900123",
}


async def test_no_canary_sings(databases: tuple[str, str], people: Mapping[str, str], tmp_path: Path) -> None:
    log, anchor = tmp_path / "log", tmp_path / "anchor"
    async with Outside() as outside:
        settings = settings_for(outside, *databases) | {"AUDIT_ANCHOR": str(anchor)}
        async with bot_process(settings, log) as url, httpx.AsyncClient(base_url=url, timeout=10) as client:
            outside.bot_url = url
            world = World(outside, people, url, *databases, settings)
            canaries = await seeded(world)
            await stories(world, client)
            await outside.channel.until(lambda there: len(there.from_bot) > 5)  # the pace lets them out bit by bit
            heard = {name: (await client.get(f"/{name}")).text for name in ("metrics", "readyz")}
        audit = await world.bot_rows("SELECT a::text AS line FROM audit a")
        heard |= {"log": log.read_text(), "anchor": anchor.read_text(), "audit": json.dumps(audit)}
        heard |= {f"message {each.id}": "\n".join(spoken(each)) for each in outside.channel.from_bot}
    assert len(canaries) >= AT_LEAST
    assert len(audit) > 20 and len(heard["anchor"]) > 100
    assert "not_anchored" not in heard["log"] and "settled" in heard["audit"]
    for place, words in heard.items():
        found = [canary for canary in canaries if canary.lower() in words.lower()]
        assert not found, f"{place} holds {found[:3]}"


def test_the_scan_hears_what_a_notification_would_show() -> None:
    card = {"speak": "a canary", "body": [{"fallbackText": "another", "text": "shown to those who look"}]}
    activity = {"summary": "third", "text": "<at>Dana Reid</at> fourth", "attachments": [{"content": card}]}
    message = Message("1", "1", "28:bot", "TV Support", activity, 0.0, ({"summary": "an earlier one"},))
    assert set(spoken(message)) == {"a canary", "another", "third", "<at>Dana Reid</at> fourth", "an earlier one"}


async def seeded(world: World) -> set[str]:
    """Everybody's address and One Login id; what people type; those whom no message mentions by name."""
    held = await world.tv_rows(
        "SELECT email AS word FROM jobseekers UNION SELECT govuk_one_login_id FROM jobseekers"
        " UNION SELECT email FROM subscriptions UNION SELECT email FROM feedbacks"
    )
    words = {str(row["word"]) for row in held if row["word"]}
    tails = {word[-12:] for word in words if word.startswith("urn:fdc")}
    return words | tails | {*WRITTEN, "canary", "07700 900123", OUTSIDER.name}


async def stories(world: World, client: httpx.AsyncClient) -> None:
    """An unlink that is done, a deletion that is done, help by hand, and one failure after the other."""
    world.outside.directory.activate(DANA)
    for person in (OUTSIDER, AMINA):
        await world.say(f"Can you unlink the One Login of {world.people['linked']}? It is canary Jo Bloggs.", person)
    card = await world.card()
    await world.press(AMINA, card, "Ask a developer", **TYPED)
    await world.press(DANA, card, "Approve")
    await world.card("no longer linked")

    await world.say(f"Please delete all the data of {world.people['full_profile']}, they asked us to.")
    card = await world.card("Delete a jobseeker's data")
    await world.press(AMINA, card, "Change details", email="canary (not) an address")
    await world.press(AMINA, card, "Ask a developer", **CHECKED, confirm_email=world.people["full_profile"])
    await world.press(DANA, card, "Approve")
    await world.press(DANA, card, "Confirm deletion")
    await world.card("The account and everything listed here are deleted")

    cards = len(world.outside.channel.cards)
    await world.say("A developer has to change the name of canary Jo Bloggs by hand in the console.")
    card = await world.card("", cards)
    await world.press(AMINA, card, "Ask a developer", text=f"canary Jo Bloggs married: {' '.join(WRITTEN)}")
    await world.press(DANA, card, "Mark done", note="canary is now called Smith")

    await failures(world, client)


async def failures(world: World, client: httpx.AsyncClient) -> None:
    for body in ('{"text": "canary@example.com"', '{"type": "message", "id": 7, "text": ["canary@example.com"]}'):
        answer = await client.post("/api/messages", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 401
    connection = await asyncpg.connect(world.tv_url)
    try:
        await connection.execute(REFUSES_LOUDLY)
    finally:
        await connection.close()
    cards = len(world.outside.channel.cards)
    world.outside.faults.queue("connector", faults.status(503, error="canary@example.com"))
    await world.say(f"Can you unlink the One Login of {world.people['closed']}?")
    card = await world.card("", cards)
    await world.press(AMINA, card, "Ask a developer", **TYPED)
    await world.press(DANA, card, "Approve")
    await world.card("Nothing was changed", cards)


def spoken(message: Message) -> Iterator[str]:
    """What notifications and screen readers tell of a message, in each of its versions; a text is told as it is."""
    for activity in (message.activity, *message.edits):
        if activity.get("text"):
            yield str(activity["text"])
        yield from _spoken(activity)


def _spoken(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _spoken(part)
    elif isinstance(value, dict):
        yield from (str(value[name]) for name in SPOKEN if value.get(name))
        for part in value.values():
            yield from _spoken(part)
