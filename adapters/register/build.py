"""Four checked files become one SQLite file: in a single pass over each, with little memory."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from adapters.register.extracts import (
    ESTABLISHMENTS,
    EXTRACTS,
    GROUPS,
    LINKS,
    MEMBERSHIPS,
    DayRejected,
    Extract,
    Fault,
    check_count,
    rows,
)
from adapters.register.names import words_of
from adapters.register.schema import FIELDS, INDEXES, TABLES, VERSION
from handlers.organisations import OrganisationKind, Status

_STATUSES: Final[Mapping[str, str]] = {
    "1": Status.OPEN,
    "2": Status.CLOSED,
    "3": Status.PROPOSED_TO_CLOSE,
    "4": Status.PROPOSED_TO_OPEN,
    "OPEN": Status.OPEN,
    "CLOSED": Status.CLOSED,
    "PROPOSED_TO_OPEN": Status.PROPOSED_TO_OPEN,
}
_SINGLE_ACADEMY_FLAG: Final = "5"  # TrustSchoolFlag (code): supported by a single-academy trust
_EMPTY: Final = ("", "Not recorded", "Not applicable")
_INSERT: Final = f"INSERT INTO organisation ({FIELDS}, words, places, n) VALUES ({', '.join('?' * 22)})"  # noqa: S608 - constants

_BATCH: Final = 1000  # identifiers kept before they are written

Row = tuple[str | int | None, ...]


def build(
    files: Mapping[str, Path],
    day: date,
    target: Path,
    *,
    bounds: Mapping[str, tuple[int, int]],
    before: Mapping[str, int],
    undefined: int = 0,
) -> dict[str, int]:
    """Write the register of one day into a new file at `target`; returns the number of rows of each extract.

    `before` holds the numbers of the last good day. The file is complete and on disk when this returns; whoever
    calls gives it its name then. Raises DayRejected, OSError or sqlite3.Error and leaves no file behind.
    """
    target.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as database:
            # Nobody reads this file before it is whole, so a journal would only cost time.
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000;")
            database.executescript(TABLES)
            database.execute("BEGIN")
            counts = _Filling(database, files).fill(bounds, before)
            about = (day.isoformat(), json.dumps(counts), undefined)
            database.execute("INSERT INTO about VALUES (?, ?, ?)", about)
            database.execute("COMMIT")
            database.executescript(INDEXES)
            database.execute(f"PRAGMA user_version={VERSION}")
        _sync(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return counts


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


class _Filling:
    """One pass over each file, counting and checking as it goes."""

    def __init__(self, database: sqlite3.Connection, files: Mapping[str, Path]) -> None:
        self._database = database
        self._files = files
        self._counts = dict.fromkeys((extract.stem for extract in EXTRACTS), 0)
        self._n = 0
        self._authorities: dict[str, str] = {}
        self._identifiers: list[tuple[str, str, int]] = []
        self._trust_schools: list[tuple[str, str]] = []

    def fill(self, bounds: Mapping[str, tuple[int, int]], before: Mapping[str, int]) -> dict[str, int]:
        steps = (
            (MEMBERSHIPS, "INSERT OR IGNORE INTO membership VALUES (?, ?)", self._memberships()),
            (LINKS, "INSERT OR IGNORE INTO succession VALUES (?, ?)", self._successions()),
            (ESTABLISHMENTS, _INSERT, self._establishments()),
            (GROUPS, _INSERT, self._groups()),
        )
        for extract, insert, values in steps:
            self._database.executemany(insert, values)
            check_count(extract.stem, self._counts[extract.stem], bounds, before.get(extract.stem))
        self._database.executemany(_INSERT, self._local_authorities())
        self._flush()
        self._database.executemany("INSERT OR IGNORE INTO trust_school VALUES (?, ?)", self._trust_schools)
        return self._counts

    def _rows(self, extract: Extract) -> Iterator[tuple[str, ...]]:
        stem, count = extract.stem, 0
        for count, row in enumerate(rows(extract, self._files[stem]), 1):  # noqa: B007 - counted to the last row
            yield row
        self._counts[stem] = count

    def _memberships(self) -> Iterator[Row]:
        for urn, uid in self._rows(MEMBERSHIPS):
            yield uid, urn

    def _successions(self) -> Iterator[Row]:
        """Both ways into one: LinkType says what LinkURN is to URN (links of 22 April 2025)."""
        for urn, other, kind in self._rows(LINKS):
            if kind.startswith("Successor") or kind == "Result of Amalgamation":
                yield urn, other
            elif kind.startswith("Predecessor"):
                yield other, urn

    def _establishments(self) -> Iterator[Row]:
        kind = str(OrganisationKind.ESTABLISHMENT)
        for row in self._rows(ESTABLISHMENTS):
            urn, la, la_name, number, name, type_code, type_name, type_group, status, opened, closed = row[:11]
            flag, trust, ukprn, locality, address, town, county, postcode = row[11:]
            if not urn.isdecimal():
                raise DayRejected(ESTABLISHMENTS.stem, Fault.WRONG_NUMBER, "URN")
            if la not in self._authorities:
                self._authorities[la] = la_name
            if flag == _SINGLE_ACADEMY_FLAG and trust:
                self._trust_schools.append((trust, urn))
            self._n += 1
            self._identify(("urn", urn), ("ukprn", ukprn), ("laestab", number and la + number), ("postcode", postcode))
            places = _places(town, locality, address, county, la_name, postcode.partition(" ")[0])
            yield (
                kind, urn, name, town, postcode, type_code, type_name, type_group, _STATUSES.get(status, Status.OPEN),
                ukprn, la, la_name, number, "", "", flag, trust, _iso(opened), _iso(closed),
                " ".join(words_of(name)), places, self._n,
            )  # fmt: skip

    def _groups(self) -> Iterator[Row]:
        kind = str(OrganisationKind.GROUP)
        for row in self._rows(GROUPS):
            uid, group_id, name, company, type_code, type_name, closed, opened, incorporated, status = row[:10]
            locality, town, postcode, ukprn = row[10:]
            if not uid.isdecimal():
                raise DayRejected(GROUPS.stem, Fault.WRONG_NUMBER, "Group UID")
            self._n += 1
            self._identify(
                ("uid", uid), ("ukprn", ukprn), ("company", company), ("group_id", group_id), ("postcode", postcode)
            )
            town = "" if town in _EMPTY else town
            places = _places(town, locality, postcode.partition(" ")[0])
            yield (
                kind, uid, name, town, postcode, type_code, type_name, "", _STATUSES.get(status, Status.OPEN),
                ukprn, "", "", "", company, group_id, "", "", _iso(opened or incorporated), _iso(closed),
                " ".join(words_of(name)), places, self._n,
            )  # fmt: skip

    def _local_authorities(self) -> Iterator[Row]:
        kind = str(OrganisationKind.LOCAL_AUTHORITY)
        for code, name in sorted(self._authorities.items()):
            self._n += 1
            self._identify(("la", code))
            yield (
                kind, code, name, "", "", "", "Local authority", "", None, "", code, name, "", "", "", "", "",
                None, None, " ".join(words_of(name)), "", self._n,
            )  # fmt: skip

    def _identify(self, *pairs: tuple[str, str]) -> None:
        self._identifiers.extend((value.replace(" ", "").upper(), kind, self._n) for kind, value in pairs if value)
        if len(self._identifiers) > _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO identifier VALUES (?, ?, ?)", self._identifiers)
        self._identifiers.clear()


def _places(*names: str) -> str:
    words: dict[str, None] = {}
    for name in names:
        if name and name not in _EMPTY:
            words.update(dict.fromkeys(_place_words(name)))
    return " ".join(words)


@lru_cache(maxsize=2048)
def _place_words(name: str) -> tuple[str, ...]:
    return tuple(words_of(name))


@lru_cache(maxsize=2048)
def _iso(text: str) -> str | None:
    """DD-MM-YYYY (establishments) or DD/MM/YYYY (groups) as YYYY-MM-DD; None for nothing or rubbish."""
    try:
        return datetime.strptime(text.replace("/", "-"), "%d-%m-%Y").date().isoformat()  # noqa: DTZ007 - a day only
    except ValueError:
        return None
