"""Between rows of the bot database and the values of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from handlers.model import Approval, Details, Evidence, Kind, Person, Request, Result, Thread
from handlers.states import State

_DETAILS = TypeAdapter(Details)
_EVIDENCE: TypeAdapter[Evidence | None] = TypeAdapter(Evidence | None)
_PERSON: TypeAdapter[Person | None] = TypeAdapter(Person | None)
_PEOPLE: TypeAdapter[tuple[Person, ...]] = TypeAdapter(tuple[Person, ...])

# Fields of Request that a step may change, and how each becomes a column.
_TO_COLUMN = {
    "details": lambda value: _DETAILS.dump_python(value, mode="json"),
    "evidence": lambda value: _EVIDENCE.dump_python(value, mode="json"),
    "decided_by": lambda value: _PERSON.dump_python(value, mode="json"),
    "result": lambda value: value,
    "note": lambda value: value,
    "attempt": lambda value: value,
}


def columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Column values for changed fields of a request. Raises KeyError on a field that no step may change."""
    return {name: _TO_COLUMN[name](value) for name, value in changes.items()}


def people_column(people: tuple[Person, ...]) -> Any:
    return _PEOPLE.dump_python(people, mode="json")


def people(value: Any) -> tuple[Person, ...]:
    return _PEOPLE.validate_python(value)


def person(row: RowMapping) -> Person:
    return Person(row["object_id"], row["teams_id"], row["name"])


def request(row: RowMapping, requesters: Sequence[RowMapping], approvals: Sequence[RowMapping]) -> Request:
    """A request with everyone who asked, in the order they joined, and all its approvals."""
    return Request(
        id=row["id"],
        code=row["code"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        version=row["version"],
        details=_DETAILS.validate_python(row["details"]),
        evidence=_EVIDENCE.validate_python(row["evidence"]),
        thread=Thread(row["conversation_id"], row["service_url"]),
        created_at=row["created_at"],
        state_since=row["state_since"],
        due_at=row["due_at"],
        requesters=tuple(person(each) for each in requesters),
        approvals=tuple(Approval(person(each), each["version"], each["digest"], each["at"]) for each in approvals),
        result=Result(row["result"]) if row["result"] else None,
        note=row["note"],
        decided_by=_PERSON.validate_python(row["decided_by"]),
        attempt=row["attempt"],
        xid=row["xid"],
    )
