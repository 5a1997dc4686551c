"""What the register says of an organisation: its identifiers, its codes, and what it is linked to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrganisationKind(StrEnum):
    """Which of the register's three lists it stands in; the value begins its id."""

    ESTABLISHMENT = "urn"
    GROUP = "uid"
    LOCAL_AUTHORITY = "la"


class Status(StrEnum):
    """EstablishmentStatus (code) and Group Status (code), under one set of names."""

    OPEN = "Open"
    CLOSED = "Closed"
    PROPOSED_TO_CLOSE = "Open, but proposed to close"
    PROPOSED_TO_OPEN = "Proposed to open"


class GroupType(StrEnum):
    """Group Type (code) in allgroupsdata (columns.json)."""

    FEDERATION = "01"
    TRUST = "02"
    SPONSOR = "05"
    MULTI_ACADEMY_TRUST = "06"
    UMBRELLA_TRUST = "07"
    CHILDRENS_CENTRE_GROUP = "08"
    CHILDRENS_CENTRE_COLLABORATION = "09"
    SINGLE_ACADEMY_TRUST = "10"
    SECURE_SINGLE_ACADEMY_TRUST = "11"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One entry of the register; empty text where the register says nothing.

    `number` is its URN, group UID or local authority code, by kind. `type_code` is a TypeOfEstablishment or a
    Group Type; `type_group` an EstablishmentTypeGroup. `trust_flag` and `trust_uid` are the columns by which
    Teaching Vacancies finds the school of a single-academy trust. Local authorities have no status.
    """

    kind: OrganisationKind
    number: str
    name: str
    town: str = ""
    postcode: str = ""
    type_code: str = ""
    type_name: str = ""
    type_group: str = ""
    status: Status | None = Status.OPEN
    ukprn: str = ""
    la_code: str = ""
    la_name: str = ""
    establishment_number: str = ""
    company_number: str = ""
    group_id: str = ""
    trust_flag: str = ""
    trust_uid: str = ""
    opened: date | None = None
    closed: date | None = None

    @property
    def id(self) -> str:
        """Its id in cards and in `lookup`: urn:…, uid:… or la:…."""
        return f"{self.kind}:{self.number}"

    @property
    def urn(self) -> str:
        return self.number if self.kind is OrganisationKind.ESTABLISHMENT else ""

    @property
    def uid(self) -> str:
        return self.number if self.kind is OrganisationKind.GROUP else ""

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation with what it is linked to.

    `successors` are followed to the last ones. `trust_schools` are the schools whose trust columns name this
    group, `members` those that alllinksdata lists under it, `groups` those that list this school.
    """

    organisation: Organisation
    successors: tuple[Organisation, ...] = ()
    predecessors: tuple[Organisation, ...] = ()
    groups: tuple[Organisation, ...] = ()
    members: tuple[Organisation, ...] = ()
    trust_schools: tuple[Organisation, ...] = ()


class Ask(StrEnum):
    """What the person should add, because the words alone cannot tell."""

    NAME = "name"  # there was nothing to look for
    TOWN = "town"  # only words that many organisations have


@dataclass(frozen=True, slots=True)
class Match:
    """One organisation found, and how well the words fit: 1 is an identifier or the very name."""

    listed: Listed
    score: float

    @property
    def organisation(self) -> Organisation:
        return self.listed.organisation


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register answers to one query, best first.

    `day` is the register's own date. `alike` is how many open organisations the words fit equally well;
    with `ask` TOWN, `places` counts them by local authority, most first.
    """

    query: str
    day: date
    matches: tuple[Match, ...]
    ask: Ask | None = None
    alike: int = 0
    places: tuple[tuple[str, int], ...] = ()


class Freshness(StrEnum):
    """What the age of our copy of the register means."""

    NONE = "none"  # there is no copy
    FINE = "fine"
    OLD = "old"  # over 48 hours: operations are warned
    TOO_OLD = "too_old"  # over 7 days: look-ups are refused


class Came(StrEnum):
    """What came of trying to bring our copy of the register up to date."""

    NEW = "new"
    ALREADY_NEWEST = "already_newest"
    NOT_PUBLISHED = "not_published"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"
    NOT_WRITTEN = "not_written"
    STOPPED = "stopped"  # it was ended from outside, or ended itself without an answer
