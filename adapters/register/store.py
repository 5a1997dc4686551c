"""The register files by day: which are there, which is the newest, and what one of them says."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.register.schema import FIELDS, VERSION
from handlers.organisations import Freshness, Listed, Organisation, OrganisationKind, Status

KEPT: Final = 3
LONDON: Final = ZoneInfo("Europe/London")
WARN_AFTER: Final = timedelta(hours=48)
REFUSE_AFTER: Final = timedelta(days=7)
_NAME: Final = re.compile(r"register-(\d{4}-\d\d-\d\d)\.sqlite3")
_OPENED: Final = FIELDS.split(", ").index("opened")
_KINDS: Final = {str(kind): kind for kind in OrganisationKind}
_STATUSES: Final[Mapping[str | None, Status | None]] = {None: None, **{str(status): status for status in Status}}
_COMING: Final = ".coming-"
_LONGEST_COMING: Final = 6 * 3600.0  # seconds after which one that is still there was left behind
_MOST_LINKED: Final = 60  # members of a group that are read
_LONGEST_CHAIN: Final = 6  # successors of successors that are followed


class RegisterUnreadable(Exception):
    """A register file cannot be read: cut, of another version, or gone."""


def file_of(folder: Path, day: date) -> Path:
    """Where the register of this day is kept."""
    return folder / f"register-{day.isoformat()}.sqlite3"


def days(folder: Path) -> list[date]:
    """The days of which there is a register, newest first."""
    found = (_NAME.fullmatch(path.name) for path in folder.glob("register-*.sqlite3"))
    return sorted((date.fromisoformat(hit[1]) for hit in found if hit), reverse=True)


def newest(folder: Path) -> Stored | None:
    """Open the newest readable register; None when there is none."""
    for day in days(folder):
        try:
            return Stored(file_of(folder, day))
        except RegisterUnreadable:
            continue
    return None


@contextmanager
def room_for_coming(folder: Path) -> Iterator[Path]:
    """A folder beside the registers for what is being fetched and built; it goes in the end, and so do old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_COMING}*"):
        if time.time() - left.stat().st_mtime > _LONGEST_COMING:
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed
    with tempfile.TemporaryDirectory(prefix=_COMING, dir=folder, ignore_cleanup_errors=True) as aside:
        yield Path(aside)


def put(built: Path, folder: Path, day: date) -> None:
    """Give a finished register its name, in one step, and remove all but the last three days.

    A file that is open stays readable to whoever has it.
    """
    built.replace(file_of(folder, day))
    names = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(names)
    finally:
        os.close(names)
    for old in days(folder)[KEPT:]:
        file_of(folder, old).unlink(missing_ok=True)


def age(day: date, now: datetime) -> timedelta:
    """How old the register of a day is: since its midnight in London."""
    return now - datetime(day.year, day.month, day.day, tzinfo=LONDON)


def freshness(old: timedelta | None) -> Freshness:
    """What it means that the newest register is so old; None when there is none."""
    if old is None:
        return Freshness.NONE
    return Freshness.TOO_OLD if old > REFUSE_AFTER else Freshness.OLD if old > WARN_AFTER else Freshness.FINE


class Stored:
    """One day's register, open for reading. Raises RegisterUnreadable when it cannot be.

    Safe to use from one thread at a time; the file may be replaced or removed meanwhile.
    """

    def __init__(self, path: Path) -> None:
        try:
            # check_same_thread: it is read in before use by another thread, never by two at once.
            self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise RegisterUnreadable(type(error).__name__) from None
        try:
            self._database.execute("PRAGMA cache_size=-2000")
            [version] = self._database.execute("PRAGMA user_version").fetchone()
            day, counts, self.undefined = self._about() if version == VERSION else ("", "{}", 0)
            greatest = "SELECT max(n) FROM organisation"
            self.size: int = self._database.execute(greatest).fetchone()[0] if day else 0
        except sqlite3.Error as error:
            self.close()
            raise RegisterUnreadable(type(error).__name__) from None
        if not day:
            self.close()
            raise RegisterUnreadable("made by another version")
        self.day = date.fromisoformat(day)
        self.counts: Mapping[str, int] = json.loads(counts)

    def _about(self) -> tuple[str, str, int]:
        found = self._database.execute("SELECT day, counts, undefined FROM about").fetchone()
        return found or ("", "{}", 0)

    def __enter__(self) -> Stored:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def searchable(self) -> Iterable[tuple[str, str, str, str, str | None]]:
        """Kind, words, places, type code and status of every organisation, in the order of their numbers 1, 2, …"""
        return self._database.execute("SELECT kind, words, places, type_code, status FROM organisation ORDER BY n")

    def identified(self, value: str, kinds: Iterable[str] = ()) -> list[int]:
        """The numbers of the organisations that have this identifier, of these kinds or of any.

        `value` has no spaces and capital letters. Kinds: urn, ukprn, laestab, postcode, uid, company, group_id, la.
        """
        wanted = frozenset(kinds)
        found = self._database.execute("SELECT kind, n FROM identifier WHERE value = ?", (value,))
        return [n for kind, n in found if not wanted or kind in wanted]

    def organisation(self, n: int) -> Organisation:
        """One organisation by its number in this file."""
        query = f"SELECT {FIELDS} FROM organisation WHERE n = ?"  # noqa: S608 - a constant
        return _organisation(self._database.execute(query, (n,)).fetchone())

    def find(self, organisation_id: str) -> Organisation | None:
        """The organisation with this id (urn:…, uid:…, la:…)."""
        kind, _, number = organisation_id.partition(":")
        return next((self.organisation(n) for n in self.identified(number, (kind,))), None)

    def members(self, numbers: Sequence[int]) -> list[int]:
        """How many members each of these groups has."""
        count = "SELECT count(*) FROM membership WHERE uid = (SELECT number FROM organisation WHERE n = ?)"
        return [self._database.execute(count, (n,)).fetchone()[0] for n in numbers]

    def towns(self, numbers: Sequence[int]) -> list[tuple[str, int]]:
        """How many of these organisations are in each town, most first."""
        marks = ",".join("?" * len(numbers))
        counted = f"SELECT town, count(*) FROM organisation WHERE n IN ({marks}) AND town <> '' GROUP BY town"  # noqa: S608
        return sorted(self._database.execute(counted, numbers), key=lambda found: (-found[1], found[0]))

    def listed(self, organisation: Organisation) -> Listed:
        """An organisation with what it is linked to."""
        number = organisation.number
        if organisation.kind is OrganisationKind.ESTABLISHMENT:
            return Listed(
                organisation,
                successors=self._heirs(number) if organisation.is_closed else (),
                predecessors=self._linked("urn", "SELECT old FROM succession WHERE new = ?", number),
                groups=self._linked("uid", "SELECT uid FROM membership WHERE urn = ?", number),
            )
        if organisation.kind is OrganisationKind.GROUP:
            return Listed(
                organisation,
                members=self._linked("urn", "SELECT urn FROM membership WHERE uid = ?", number),
                trust_schools=self._linked("urn", "SELECT urn FROM trust_school WHERE uid = ?", number),
            )
        return Listed(organisation)

    def _heirs(self, urn: str) -> tuple[Organisation, ...]:
        """The successors, followed through those that have closed too; a closed one only where the chain ends."""
        found: dict[str, Organisation] = {}
        seen, waiting = {urn}, [urn]
        for _ in range(_LONGEST_CHAIN):
            following: list[str] = []
            for old in waiting:
                heirs = self._linked("urn", "SELECT new FROM succession WHERE old = ?", old)
                fresh = [heir for heir in heirs if heir.number not in seen]
                seen.update(heir.number for heir in fresh)
                following += [heir.number for heir in fresh if heir.is_closed]
                found |= {heir.number: heir for heir in fresh}
                if any(not heir.is_closed for heir in fresh):
                    found.pop(old, None)
            waiting = following
        still = [heir for heir in found.values() if not heir.is_closed]
        return tuple(still or found.values())

    def _linked(self, kind: str, numbers: str, number: str) -> tuple[Organisation, ...]:
        """The organisations whose URN or UID a query gives; those that the register lacks are left out."""
        query = (
            f"SELECT {FIELDS} FROM organisation WHERE n IN "  # noqa: S608 - constants
            f"(SELECT n FROM identifier WHERE kind = '{kind}' AND value IN ({numbers})) LIMIT {_MOST_LINKED}"
        )
        return tuple(map(_organisation, self._database.execute(query, (number,))))


def _organisation(row: tuple[Any, ...]) -> Organisation:
    """From a row of FIELDS, which has the order of Organisation's own."""
    kind, status, opened, closed = _KINDS[row[0]], _STATUSES[row[8]], _day(row[_OPENED]), _day(row[_OPENED + 1])
    values: tuple[Any, ...] = (kind, *row[1:8], status, *row[9:_OPENED], opened, closed)
    return Organisation(*values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def last_good(folder: Path) -> tuple[date | None, Mapping[str, int]]:
    """The day and the row counts of the newest readable register; nothing when there is none."""
    stored = newest(folder)
    if stored is None:
        return None, {}
    with stored:
        return stored.day, stored.counts
