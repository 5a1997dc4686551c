"""Opening a request in one statement, so that all of it is there or nothing, without a transaction around it.

Its parts wait for each other by what they select from: the delivery that is taken for the first time, then the request
with its people and its card, the audit record, the notice. A second delivery at the same moment waits at the first part
for the other one's commit, and then does nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, CTE, Insert, Select, Table, bindparam, func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.bot_database import audit, rows
from adapters.bot_database.tables import STANDS, cards, inbox, notices, requesters, requests
from adapters.bot_database.waking import TELL, Loop, words
from adapters.straight import Ready
from handlers.model import Person
from handlers.notices import Notice
from handlers.ports import Entry, NewRequest, Opening
from handlers.states import State
from handlers.timers import due, first_reminder

# Without those that read like another.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
CODE_LENGTH = 5
_OF_A_PERSON = (requesters.c.object_id, requesters.c.teams_id, requesters.c.name, requesters.c.since)


def record_of(new: NewRequest, state: State) -> Entry:
    """What the audit says of a request that is opened."""
    evidence = new.changes.get("evidence")
    digest = evidence.digest if evidence else None
    return Entry("opened", new.requesters[0].object_id, new.id, 1, None, state, new.kind, digest)


def _request_values(new: NewRequest, state: State, at: datetime, again_of: UUID | None = None) -> dict[str, Any]:
    """The columns of a request that is opened."""
    return {
        "id": new.id,
        "code": "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        "kind": new.kind,
        "state": state,
        "version": 1,
        "conversation_id": new.thread.conversation_id,
        "service_url": new.thread.service_url,
        "created_at": at,
        "state_since": at,
        "due_at": due(state, at),
        "remind_at": first_reminder(state, at),
        "again_of": again_of,
        **rows.columns({"details": new.details, **new.changes}),
    }


def notice_values(notice: Notice, at: datetime) -> dict[str, Any]:
    """The columns of a notice that is to be sent."""
    return {
        "id": uuid4(),
        "kind": notice.kind,
        "audience": notice.audience,
        "request_id": notice.request_id,
        "state": notice.state,
        "people": rows.people_column(notice.people),
        "conversation_id": notice.thread.conversation_id,
        "service_url": notice.thread.service_url,
        "created_at": at,
        "due_at": at,
        "code": notice.code,
    }


def to_open(opening: Opening, at: datetime) -> tuple[Ready, dict[str, Any]]:
    """The statement, which gives a row if this was the first delivery, and its parameters."""
    new, notice = opening.new, opening.notice
    request = _request_values(new, opening.state, at)
    told = notice_values(notice, at) if notice else {}
    loops = (Loop.CARDS, Loop.NOTICES) if notice else (Loop.CARDS,)
    given = {
        **_named("request", request),
        **_named("notice", told),
        **_beside(new, at),
        **audit.record_given(record_of(new, opening.state), at),
        "delivery": opening.activity_id,
        "kept": dict(opening.reply),
        "loops": words(loops),
    }
    return _opened(tuple(request), tuple(told)), given


@lru_cache(maxsize=16)
def _opened(request: tuple[str, ...], notice: tuple[str, ...]) -> Ready:
    taken = upsert(inbox).values(activity_id=bindparam("delivery"), received_at=func.now(), reply=bindparam("kept"))
    first = taken.on_conflict_do_nothing().returning(inbox.c.activity_id).cte("first")
    new = _put(requests, "request", request, first).returning(requests.c.id, requests.c.created_at).cte("new")
    parts = [*_with_it(new), audit.chained_after(first).cte("chained")]
    if notice:
        parts.append(_put(notices, "notice", notice, first).cte("notice"))
    return Ready(select(new.c.id, TELL).add_cte(*parts))


def to_open_again(new: NewRequest, state: State, at: datetime, again_of: UUID) -> tuple[Ready, dict[str, Any]]:
    """The statement, which gives its row or none when what it follows has another follow-up, and its parameters."""
    values = _request_values(new, state, at, again_of)
    return _opened_again(tuple(values)), {**_named("request", values), **_beside(new, at)}


@lru_cache(maxsize=16)
def _opened_again(columns: tuple[str, ...]) -> Ready:
    values: dict[str, Any] = {name: bindparam(f"request_{name}") for name in columns}
    once = upsert(requests).values(values).on_conflict_do_nothing(index_elements=["again_of"], index_where=STANDS)
    new = once.returning(*requests.c).cte("new")
    return Ready(select(new).add_cte(*_with_it(new)))


def _put(table: Table, prefix: str, names: Iterable[str], after: CTE) -> Insert:
    """A row of parameters, once there is what it comes after."""
    given = {name: bindparam(f"{prefix}_{name}", type_=table.c[name].type) for name in names}
    return insert(table).from_select(list(given), select(*given.values()).select_from(after))


def _with_it(new: CTE) -> tuple[CTE, CTE]:
    """The requesters of a new request and its card, as `_beside` gives them."""
    lists = [func.unnest(bindparam(f"asking_{each.name}", type_=ARRAY(each.type))) for each in _OF_A_PERSON]
    asked: Select[Any] = select(new.c.id, *lists)
    drawn = select(bindparam("card", type_=cards.c.id.type), new.c.id, literal(1), new.c.created_at)
    return (
        insert(requesters).from_select(["request_id", *(each.name for each in _OF_A_PERSON)], asked).cte("asked"),
        insert(cards).from_select(["id", "request_id", "wanted", "due_at"], drawn).cte("drawn"),
    )


def _named(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}_{name}": value for name, value in values.items()}


def _beside(new: NewRequest, at: datetime) -> dict[str, Any]:
    """Lists, all equally long, of who asks, in the order in which they stand here; and the card's id."""
    people = each_once(new.requesters)
    asking = {
        "object_id": [person.object_id for person in people],
        "teams_id": [person.teams_id for person in people],
        "name": [person.name for person in people],
        "since": [at + timedelta(microseconds=number) for number, _ in enumerate(people)],
    }
    return {**_named("asking", asking), "card": uuid4()}


def each_once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Whoever stands there twice, under the id by which they can be mentioned."""
    found: dict[str, Person] = {}
    for person in people:
        if person.object_id not in found or not found[person.object_id].teams_id:
            found[person.object_id] = person
    return tuple(found.values())
