"""The organisations of the sample register as Teaching Vacancies' nightly import leaves them, with a few mistakes.

Source: teaching-vacancies 98445ab, import_schools_and_local_authorities.rb lines 104-138 (which schools are discarded,
what is stored of each), import_trusts: only groups of type 06. Rows are slim: of gias_data only the keys that the bot
or a developer would look at, so that copies of this database stay quick to make.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from handlers.organisations import GroupType
from practice.register_server import ENCODING, LONDON, sample
from practice.service_database.book import Page

OPEN_BUT_MISSING: Final = "109780"
"""E P Collier Primary School: open and accepted, and this database has no row for it."""
OPEN_BUT_DISCARDED: Final = "109920"
"""Katesgrove Primary School: open and accepted, and discarded here."""
PILOT_COLLEGE: Final = "130481"
"""Solihull College & University Centre: the one further education college that this world takes for a pilot's."""
TRUST_WITH_BOTH: Final = "3588"
"""The UID of Kendrick School, a single-academy trust that a closed school names too: sign-in takes either."""
CLOSED_BUT_NAMES_THE_TRUST: Final = "110042"
CLOSED_WITH_SUCCESSOR: Final = "110097"
"""Reading School before it became an academy: closed, so discarded."""

DISCARDED_TYPES: Final = frozenset({"Universities", "Welsh schools", "Online provider"})
KEPT_KEYS: Final = (
    "URN",
    "UKPRN",
    "LA (code)",
    "TypeOfEstablishment (code)",
    "TrustSchoolFlag (code)",
    "Trusts (code)",
)
COLUMNS: Final = (
    "id",
    "type",
    "urn",
    "uid",
    "local_authority_code",
    "name",
    "group_type",
    "school_type",
    "detailed_school_type",
    "establishment_status",
    "town",
    "postcode",
    "gias_data",
    "discarded_at",
    "safeguarding_information",
    "created_at",
    "updated_at",
)
IMPORTED_AT: Final = time(22)  # every night
Row = dict[str, Any]


async def write_register(connection: asyncpg.Connection, page: Page) -> dict[str, UUID]:
    """Write all of them down at once; urn:…, uid:… or la:… → the row's id."""
    rows = {f"{kind}:{row[column]}": row for kind, column, row in _organisations(page)}
    await connection.copy_records_to_table(
        "organisations", records=[tuple(map(row.get, COLUMNS)) for row in rows.values()], columns=COLUMNS
    )
    return {key: row["id"] for key, row in rows.items()}


def _organisations(page: Page) -> Iterator[tuple[str, str, Row]]:
    imported = _last_import(page.now)
    common = {"created_at": page.ago(1500), "updated_at": imported}
    authorities = {}
    for row in _rows("edubasealldata"):
        authorities[row["LA (code)"]] = row["LA (name)"]
        if row["URN"] != OPEN_BUT_MISSING:
            discarded = imported if _is_discarded(row) else None
            yield "urn", "urn", {**common, **_school(row), "id": _id(page), "discarded_at": discarded}
    for row in _rows("allgroupsdata"):
        if row["Group Type (code)"] == GroupType.MULTI_ACADEMY_TRUST:
            yield "uid", "uid", {**common, **_trust(row), "id": _id(page)}
    for code, name in authorities.items():
        yield "la", "local_authority_code", {**common, **_authority(code, name), "id": _id(page)}


def _school(row: dict[str, str]) -> Row:
    about = {key: row[key] or None for key in KEPT_KEYS}
    if row["URN"] == CLOSED_BUT_NAMES_THE_TRUST:
        about |= {"TrustSchoolFlag (code)": "5", "Trusts (code)": TRUST_WITH_BOTH}
    return {
        "type": "School",
        "urn": row["URN"],
        "name": row["EstablishmentName"],
        "school_type": row["EstablishmentTypeGroup (name)"],
        "detailed_school_type": row["TypeOfEstablishment (name)"],
        "establishment_status": row["EstablishmentStatus (name)"],
        "town": row["Town"] or None,
        "postcode": row["Postcode"] or None,
        "gias_data": json.dumps(about),
    }


def _trust(row: dict[str, str]) -> Row:
    about = {key: row[key] or None for key in ("Group UID", "Group Type (code)", "Group Status", "UKPRN")}
    return {
        "type": "SchoolGroup",
        "uid": row["Group UID"],
        "name": row["Group Name"].title(),
        "group_type": "Multi-academy trust",
        "establishment_status": row["Group Status"],
        "gias_data": json.dumps(about),
    }


def _authority(code: str, name: str) -> Row:
    return {
        "type": "SchoolGroup",
        "local_authority_code": code,
        "name": name,
        "group_type": "local_authority",
        "gias_data": json.dumps({"LA (code)": code, "LA (name)": name}),
    }


def _is_discarded(row: dict[str, str]) -> bool:
    return (
        row["EstablishmentStatus (name)"] == "Closed"
        or row["EstablishmentTypeGroup (name)"] in DISCARDED_TYPES
        or (row["TypeOfEstablishment (name)"] == "Further education" and row["URN"] != PILOT_COLLEGE)
        or row["URN"] == OPEN_BUT_DISCARDED
    )


def _last_import(now: datetime) -> datetime:
    """The last time before now that the nightly import ran; UTC without zone, like now."""
    here = now.replace(tzinfo=UTC).astimezone(LONDON)
    ran = datetime.combine(here.date(), IMPORTED_AT, LONDON)
    if ran > here:
        ran = datetime.combine(here.date() - timedelta(days=1), IMPORTED_AT, LONDON)
    return ran.astimezone(UTC).replace(tzinfo=None)


def _rows(stem: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(sample()[stem].decode(ENCODING), newline=""))


def _id(page: Page) -> UUID:
    return UUID(int=page.rng.getrandbits(128), version=4)
