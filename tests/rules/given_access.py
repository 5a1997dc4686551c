"""Failed sign-ins as the rules see them: organisations in a register, what was asked, what was found."""

from __future__ import annotations

from typing import Any

from handlers.diagnosis import Access
from handlers.model import Details, Evidence, Request
from handlers.organisations import Answer, GroupType, Listed, Match, Organisation, Status
from handlers.terms import Kind
from handlers.triage import look_up
from tests.register.given import SCHOOL, group, school
from tests.rules.given import NOW, request
from tests.rules.memory import Memory, MemoryRegister, memory

OTHER = school(number="100002", ukprn="10000002", town="Ternby")
HEIR = school(number="100009", name="Elm Park Academy", ukprn="10000009")
CLOSED = school(number="100000", status=Status.CLOSED)
SPONSOR = group(GroupType.SPONSOR, number="2009", name=SCHOOL.name)
ASKED = Details(organisation="Elm Park Primary School", ticket="48213")


def having(*organisations: Organisation | Listed, answer: Answer | None = None, **service: Any) -> Memory:
    listed = tuple(each if isinstance(each, Listed) else Listed(each) for each in organisations)
    here = memory(**service)
    here.organisations = MemoryRegister(listed, answer)
    return here


def only(organisation: Organisation, *successors: Organisation) -> Answer:
    """The register's answer when it has nothing but this one."""
    return Answer("x", NOW.date(), (Match(Listed(organisation, successors=successors), 1.0),), alike=0)


async def looked(here: Memory, details: Details = ASKED) -> Evidence:
    evidence = await look_up(Kind.PUBLISHER_ACCESS, details, here.ports)
    assert evidence is not None
    return evidence


async def found(here: Memory, details: Details = ASKED) -> Access:
    access = (await looked(here, details)).access
    assert access is not None
    return access


def ids(access: Access) -> list[str]:
    return [each.organisation.id for each in access.candidates]


def meant(access: Access) -> str | None:
    return access.situation.chosen.organisation.id if access.situation.chosen else None


async def asked(here: Memory, details: Details = ASKED, **fields: Any) -> Request:
    fields.setdefault("evidence", await looked(here, details))
    return request(kind=Kind.PUBLISHER_ACCESS, details=details, **fields)
