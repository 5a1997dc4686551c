"""The `lookup` command: the register alone, without databases, Teams or the other settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.register.search import Register
from adapters.register.store import REFUSE_AFTER, WARN_AFTER, age, newest
from bot.words import register as words
from handlers.eligibility import judge
from handlers.organisations import Answer, Match


class NoRegister(Exception):
    """There is no register that may be used; the words say why and what to do."""


def open_register(folder: Path, now: datetime, warn: Callable[[str], None]) -> Register:
    """Open the newest register. Raises NoRegister when there is none or it is over seven days old."""
    stored = newest(folder)
    if stored is None:
        raise NoRegister(words.NO_REGISTER)
    old = age(stored.day, now)
    if old > REFUSE_AFTER:
        stored.close()
        raise NoRegister(words.of_day(words.TOO_OLD, stored.day))
    if old > WARN_AFTER:
        warn(words.of_day(words.GETTING_OLD, stored.day))
    return Register(stored)


def answers(register: Register, queries: Iterable[str]) -> Iterator[Answer]:
    """One answer for each query, as they come."""
    for query in queries:
        yield register.look_up(query.rstrip("\r\n"))


def as_json(answer: Answer) -> str:
    """One line of the outside contract, in ASCII: a lone surrogate in a query must not stop the writer."""
    shown: dict[str, Any] = {
        "query": answer.query,
        "register_date": answer.day.isoformat(),
        "results": [_result(match) for match in answer.matches],
    }
    return json.dumps(shown)


def _result(match: Match) -> dict[str, Any]:
    organisation = match.organisation
    eligibility = judge(organisation, match.listed.trust_schools)
    return {
        "id": organisation.id,
        "name": organisation.name,
        "town": organisation.town or None,
        "status": organisation.status,
        "ukprn": organisation.ukprn or None,
        "accepted": eligibility.accepted,
        "why": words.why(match.listed, eligibility),
    }


def as_text(answer: Answer) -> Iterator[str]:
    """The same as lines for people."""
    for number, match in enumerate(answer.matches, 1):
        organisation = match.organisation
        eligibility = judge(organisation, match.listed.trust_schools)
        named = [organisation.name, organisation.town, organisation.type_name, organisation.status or ""]
        yield f"{number}. {', '.join(words.plain(each) for each in named if each)}"
        yield f"   {words.numbers(organisation)}. {words.why(match.listed, eligibility)}"
    asked = words.ask(answer)
    if asked:
        yield asked
    yield words.of_day(words.OF_DAY, answer.day)
