"""What nearly every turn writes, as statements written once: building one takes longer than sending it.

What is set comes with the execution, by the columns' names; parameters of conditions have names of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, bindparam, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.bot_database.tables import STANDS, cards, inbox, notices, requesters, requests
from adapters.bot_database.waking import TELL
from adapters.straight import Ready
from handlers.model import Person

FIRST_TIME = Ready(
    upsert(inbox)
    .values(activity_id=bindparam("delivery"), received_at=func.now())
    .on_conflict_do_nothing()
    .returning(inbox.c.activity_id)
)
_KEEP_REPLY = update(inbox).where(inbox.c.activity_id == bindparam("delivery")).values(reply=bindparam("kept"))
KEEP_REPLY = Ready(_KEEP_REPLY)
KEEP_REPLY_AND_WAKE = Ready(_KEEP_REPLY.returning(TELL))
NEW_NOTICE = insert(notices)

_OF_A_PERSON = (requesters.c.object_id, requesters.c.teams_id, requesters.c.name, requesters.c.since)
_ASKING = upsert(requesters)
# Whoever wrote the message under a dialog could not be mentioned until they came themselves.
NEW_REQUESTER = _ASKING.on_conflict_do_update(
    index_elements=["request_id", "object_id"],
    set_={"teams_id": _ASKING.excluded.teams_id, "name": _ASKING.excluded.name},
    where=requesters.c.teams_id == "",
)


@lru_cache(maxsize=16)
def new_request(columns: tuple[str, ...]) -> Ready:
    """A request with these columns (parameters `r_…`), its requesters (lists, all equally long) and its `card`.

    Gives the request's row, or none when what it follows has another follow-up already.
    """
    values: dict[str, Any] = {name: bindparam(f"r_{name}") for name in columns}
    once = upsert(requests).values(values).on_conflict_do_nothing(index_elements=["again_of"], index_where=STANDS)
    new = once.returning(*requests.c).cte("new")
    lists = [func.unnest(bindparam(f"r_{each.name}s", type_=ARRAY(each.type))) for each in _OF_A_PERSON]
    asked = insert(requesters).from_select(
        ["request_id", *(each.name for each in _OF_A_PERSON)], select(new.c.id, *lists)
    )
    card = insert(cards).from_select(
        ["id", "request_id", "wanted", "due_at"],
        select(bindparam("card", type_=cards.c.id.type), new.c.id, literal(1), new.c.created_at),
    )
    return Ready(select(new).add_cte(asked.cte("asked"), card.cte("drawn")))


def each_once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Whoever stands there twice, under the id by which they can be mentioned."""
    found: dict[str, Person] = {}
    for person in people:
        if person.object_id not in found or not found[person.object_id].teams_id:
            found[person.object_id] = person
    return tuple(found.values())


def asked_by(people: tuple[Person, ...], at: datetime) -> dict[str, list[Any]]:
    """The lists of `new_request`: these people, in the order in which they stand here."""
    return {
        "r_object_ids": [person.object_id for person in people],
        "r_teams_ids": [person.teams_id for person in people],
        "r_names": [person.name for person in people],
        "r_sinces": [at + timedelta(microseconds=number) for number, _ in enumerate(people)],
    }
