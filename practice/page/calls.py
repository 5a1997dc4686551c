"""The calls both ways, newest first, in words."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from typing import Final

from practice.altering import Json
from practice.deliveries import Sent
from practice.faults import Call
from practice.outside import Outside

SHOWN: Final = 60
WHAT: Final = (
    ("connector", "POST", r"/v3/conversations$", "starts a thread"),
    ("connector", "POST", r"/activities", "posts in a thread"),
    ("connector", "PUT", r"/activities/", "edits its message"),
    ("connector", "GET", r"/pagedmembers$", "asks who is in the team"),
    ("graph", "POST", r"/checkMemberGroups$", "asks for a person's groups"),
    ("graph", "GET", r"/users/", "asks who a person is"),
    ("graph", "GET", r"/transitiveMembers$", "asks who is in a group"),
    ("graph", "GET", r"/assignmentScheduleInstances$", "asks when activations end"),
    ("login", "POST", r"/token$", "asks for a token"),
    ("openid", "GET", r"", "asks for signing keys"),
    ("register", "GET", r"", "fetches a file of the register"),
)
TO: Final = {"connector": "Teams", "graph": "Graph", "login": "Login", "openid": "Keys", "register": "Register"}
KINDS: Final = {
    "message": "a message by",
    "messageUpdate": "an edit by",
    "messageDelete": "a deletion by",
    "invoke": "a click by",
    "search": "a search in a field by",
}


def calls(outside: Outside) -> list[Json]:
    """Give the last calls of the bot and to the bot."""
    offset = time.time() - time.monotonic()
    mixed: list[Call | Sent] = [*outside.faults.calls[-SHOWN:], *outside.teams.deliveries.log]
    mixed.sort(key=lambda each: each.when, reverse=True)
    return [
        {"when": each.when + offset, **(_out(each) if isinstance(each, Call) else _in(each))} for each in mixed[:SHOWN]
    ]


def _out(call: Call) -> Json:
    what = next(
        (
            words
            for service, method, path, words in WHAT
            if (service, method) == (call.service, call.method) and re.search(path, call.path)
        ),
        f"{call.method} {call.path}",
    )
    answer = "waiting" if not call.done else "connection cut" if call.status is None else str(call.status)
    return _line(f"Bot → {TO[call.service]}", what, answer, call.took if call.done else None)


def _in(sent: Sent) -> Json:
    what = f"{KINDS.get(sent.kind, sent.kind)} {sent.who}"
    # Teams shows nobody what a message is answered with, so it is to be seen here only.
    with suppress(ValueError, TypeError, KeyError):
        what += f": “{json.loads(sent.answer)['message']}”"
    return _line("Teams → bot", what, "waiting" if sent.status is None else str(sent.status), sent.took or None)


def _line(way: str, what: str, answer: str, took: float | None) -> Json:
    good = answer.startswith("2") or answer == "waiting"
    took_ms = None if took is None else round(took * 1000)
    return {"way": way, "what": what, "answer": answer, "good": good, "ms": took_ms}
