"""What became of a thread: its requests, their audit trail in words, the person's rows, the notices sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from adapters.bot_database.figures import read_figures
from adapters.postgres import make_engine
from bot.cards.figures_card import figures_card
from bot.words.requests import KINDS, STATES
from bot.words.sentences import SAYINGS
from handlers.figures import PERIOD
from handlers.notices import Audience
from handlers.roles import BUTTONS, Verb
from handlers.states import State
from handlers.terms import Kind
from practice.altering import Json
from practice.page.people import name_of
from practice.page.rows import compared, person_rows

REQUESTS: Final = """
SELECT id, code, kind, state, details, created_at, state_since FROM requests
WHERE conversation_id = $1 ORDER BY created_at DESC
"""
AUDIT: Final = """
SELECT at, action, actor, from_state, to_state, code, version FROM audit WHERE request_id = $1 ORDER BY seq
"""
NOTICES: Final = """
SELECT kind, audience, people, outcome, created_at, due_at FROM notices WHERE request_id = $1 ORDER BY created_at, id
"""
PLAIN: Final = {
    "opened": "asked",
    "started": "began to act",
    "settled": "settled it",
    "timed_out": "let it time out",
    "reminded": "reminded the developers",
    "look_ended": "let the look lapse",
    "asked_to_confirm": "was asked to confirm",
}
GROUPS: Final = {Audience.DEVELOPERS: "developers", Audience.ALL_DEVELOPERS: "all developers"}
"""Whom a notice goes to whose people are those that it leaves out."""
SENT: Final = {
    None: "waiting to be sent",
    "sending": "being sent",
    "sent": "sent",
    "lost": "sent, reply lost: not sent again",
    "refused": "refused by Teams",
}


class Happened:
    """Looks into both databases as their owner; `before` keeps the first sighting of each person's rows."""

    def __init__(self, owner_bot_url: str, owner_service_url: str, before: MutableMapping[str, Json]) -> None:
        self._bot_url, self.service_url = owner_bot_url, owner_service_url
        self.before = before

    async def look(self, conversation: str) -> list[Json]:
        """Give the requests of a thread, newest first."""
        async with _connected(self._bot_url) as bot, _connected(self.service_url) as service:
            found = await bot.fetch(REQUESTS, conversation)
            return [await self._request(bot, service, request) for request in found]

    async def figures(self) -> Json:
        """Give the team's figures, as the card that the bot posts for "stats"."""
        now = datetime.now(UTC)
        engine = make_engine(self._bot_url, name="practice page", encrypted=False, size=1)
        try:
            async with engine.connect() as connection:
                return figures_card(await read_figures(connection, now - PERIOD, now))
        finally:
            await engine.dispose()

    async def _request(self, bot: asyncpg.Connection, service: asyncpg.Connection, request: asyncpg.Record) -> Json:
        audit = await bot.fetch(AUDIT, request["id"])
        notices = await bot.fetch(NOTICES, request["id"])
        details = json.loads(request["details"])
        return {
            "code": request["code"],
            "kind": KINDS.get(Kind(request["kind"]), request["kind"]),
            "state": STATES[State(request["state"])],
            "since": request["state_since"].timestamp(),
            "trail": [{"when": record["at"].timestamp(), "words": trail_words(record)} for record in audit],
            "people": [
                {"email": email, **await self._rows(service, request["id"], email)}
                for email in (details.get("subject"), details.get("current_email"))
                if email
            ],
            "notices": [_notice(notice) for notice in notices],
        }

    async def _rows(self, service: asyncpg.Connection, request: UUID, email: str) -> Json:
        name = f"{request} {email.lower()}"
        now = await person_rows(service, email, self.before.get(name))
        return compared(self.before.setdefault(name, now), now)


def trail_words(record: Mapping[str, Any]) -> str:
    """One line of the audit as a sentence."""
    who, (refused, _, verb), code = name_of(record["actor"]), record["action"].rpartition(":"), record["code"]
    moved = record["to_state"] and record["to_state"] != record["from_state"]
    to = f" → {STATES[State(record['to_state'])]}" if moved else ""
    if verb in list(Verb):
        pressed = f"{who} pressed {BUTTONS[Verb(verb)].title}{to}"
        return f"{pressed} and was refused: {_first_sentence(code)}" if refused else pressed
    return f"{who} {PLAIN.get(verb, verb.replace('_', ' '))}{to}"


def _first_sentence(code: str) -> str:
    words = next((words for say, words in SAYINGS.items() if say == code), code or "no reason given")
    return words.split(". ")[0].removesuffix(".").replace("{pim_url}", "the PIM page")


def _notice(notice: asyncpg.Record) -> Json:
    people = GROUPS.get(notice["audience"]) or ", ".join(person["name"] for person in json.loads(notice["people"]))
    return {
        "when": notice["created_at"].timestamp(),
        "what": str(notice["kind"]).replace("_", " "),
        "to": people,
        "how": SENT.get(notice["outcome"], str(notice["outcome"])),
    }


@asynccontextmanager
async def _connected(url: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()
