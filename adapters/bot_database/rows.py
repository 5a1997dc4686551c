"""Between rows of the bot database and the values of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from handlers.model import Approval, Details, Evidence, Look, Pause, Person, Request, Thread
from handlers.states import State
from handlers.terms import Because, Kind, Result


@dataclass(frozen=True)
class Row:
    """One row of the approvals."""

    object_id: str
    teams_id: str
    name: str
    version: int
    digest: str
    at: datetime

    def approval(self) -> Approval:
        return Approval(Person(self.object_id, self.teams_id, self.name), self.version, self.digest, self.at)


_DETAILS = TypeAdapter(Details)
_EVIDENCE: TypeAdapter[Evidence | None] = TypeAdapter(Evidence | None)
_PERSON: TypeAdapter[Person | None] = TypeAdapter(Person | None)
_PAUSE: TypeAdapter[Pause | None] = TypeAdapter(Pause | None)
_APPROVALS: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])
_PEOPLE: TypeAdapter[tuple[Person, ...]] = TypeAdapter(tuple[Person, ...])

# Fields of Request that a step may change, and how each becomes a column.
_TO_COLUMN = {
    "details": lambda value: _DETAILS.dump_python(value, mode="json"),
    "evidence": lambda value: _EVIDENCE.dump_python(value, mode="json"),
    "kind": lambda value: value,
    "decided_by": lambda value: _PERSON.dump_python(value, mode="json"),
    "result": lambda value: value,
    "note": lambda value: value,
    "attempt": lambda value: value,
    "asked_version": lambda value: value,
    "approvals_needed": lambda value: value,
    "needs_because": lambda value: value,
}


def columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Column values for changed fields of a request. Raises KeyError on a field that no step may change."""
    return {name: _TO_COLUMN[name](value) for name, value in changes.items()}


def people_column(people: tuple[Person, ...]) -> Any:
    return _PEOPLE.dump_python(people, mode="json")


def people(value: Any) -> tuple[Person, ...]:
    return _PEOPLE.validate_python(value)


def pause(value: Any) -> Pause | None:
    return _PAUSE.validate_python(value)


def pause_column(value: Pause) -> Any:
    return _PAUSE.dump_python(value, mode="json")


def person_column(value: Person) -> Any:
    return _PERSON.dump_python(value, mode="json")


def request(row: Mapping[Any, Any]) -> Request:
    """A row of find.REQUEST: with everyone who asked, in the order they joined, and all approvals."""
    looking = _PERSON.validate_python(row["look"])
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
        requesters=people(row["requesters"]),
        approvals=tuple(each.approval() for each in _APPROVALS.validate_python(row["approvals"])),
        result=Result(row["result"]) if row["result"] else None,
        note=row["note"],
        decided_by=_PERSON.validate_python(row["decided_by"]),
        attempt=row["attempt"],
        xid=row["xid"],
        look=Look(looking, row["look_until"]) if looking else None,
        asked_version=row["asked_version"],
        approvals_needed=row["approvals_needed"],
        needs_because=Because(row["needs_because"]) if row["needs_because"] else None,
        again_of=row["again_of"],
        again_as=row["again_as"],
        reminders=row["reminders"],
        forgotten=row["forgotten_at"] is not None,
        undoable=row["state"] == State.DONE and row["undo"] is not None,
    )
