"""The four files of one day: what they are called, which columns we need, how many rows they have.

Source of names, columns and numbers: facts of 2026 on the GIAS extracts; plan-technology, publish-teacher-training
and others at the Department read the same files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

ENCODING: Final = "windows-1252"
UNDEFINED: Final = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that windows-1252 does not define; each is read as a replacement character and counted."""
MOST_CHARACTERS: Final = 1 << 16  # in one field; the longest real ones are web addresses


class Fault(StrEnum):
    """Why the files of a day are not taken; the words are for the log and the command."""

    NOT_CSV = "it does not begin with the header of a register file"
    COLUMN_MISSING = "a column that is needed is missing"
    ENCODING = "it is not in windows-1252"
    RAGGED = "a row has another number of fields than the header, or the file is cut"
    WRONG_NUMBER = "an identifier is not a number"
    TOO_FEW = "it has fewer rows than the register ever had"
    TOO_MANY = "it has more rows than the register can have"
    MOVED = "its number of rows moved by more than a tenth since the last good day"


class DayRejected(Exception):
    """The files of one day came but cannot be right: `fault` says why, of the file `stem`, with a detail."""

    def __init__(self, stem: str, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{stem}: {fault}" + (f" ({detail})" if detail else ""))
        self.stem = stem
        self.fault = fault


@dataclass(frozen=True)
class Extract:
    """One of the four files; `columns` are needed, in the order in which `rows` gives them."""

    stem: str
    columns: tuple[str, ...]
    least: int
    most: int


ESTABLISHMENTS: Final = Extract(
    "edubasealldata",
    (
        "URN",
        "LA (code)",
        "LA (name)",
        "EstablishmentNumber",
        "EstablishmentName",
        "TypeOfEstablishment (code)",
        "TypeOfEstablishment (name)",
        "EstablishmentTypeGroup (code)",
        "EstablishmentStatus (code)",
        "OpenDate",
        "CloseDate",
        "TrustSchoolFlag (code)",
        "Trusts (code)",
        "UKPRN",
        "Locality",
        "Address3",
        "Town",
        "County (name)",
        "Postcode",
    ),
    least=45_000,
    most=150_000,
)
GROUPS: Final = Extract(
    "allgroupsdata",
    (
        "Group UID",
        "Group ID",
        "Group Name",
        "Companies House Number",
        "Group Type (code)",
        "Group Type",
        "Closed Date",
        "Open date",
        "Incorporated on (open date)",
        "Group Status (code)",
        "Group Locality",
        "Group Town",
        "Group Postcode",
        "UKPRN",
    ),
    least=6_000,
    most=50_000,
)
MEMBERSHIPS: Final = Extract("alllinksdata", ("URN", "Group UID"), least=15_000, most=150_000)
LINKS: Final = Extract("links_edubasealldata", ("URN", "LinkURN", "LinkType"), least=30_000, most=200_000)

EXTRACTS: Final = (MEMBERSHIPS, LINKS, GROUPS, ESTABLISHMENTS)
"""The small ones first: a day that is half published is given up before the big one is fetched."""

SMALL: Final[Mapping[str, tuple[int, int]]] = {extract.stem: (1, extract.most) for extract in EXTRACTS}
"""Bounds for the practice world, whose register is a few thousand rows."""
FULL: Final[Mapping[str, tuple[int, int]]] = {extract.stem: (extract.least, extract.most) for extract in EXTRACTS}

MOVE: Final = 0.10
FEW_ROWS: Final = 500
"""A move counts when it is more than a tenth and more than this many rows (plan-technology does the same)."""


def check_count(stem: str, rows: int, bounds: Mapping[str, tuple[int, int]], before: int | None) -> None:
    """Raise DayRejected when a file has too few or too many rows, or moved too far from the last good day's number."""
    least, most = bounds[stem]
    if rows < least:
        raise DayRejected(stem, Fault.TOO_FEW, f"{rows} rows, at least {least}")
    if rows > most:
        raise DayRejected(stem, Fault.TOO_MANY, f"{rows} rows, at most {most}")
    if before and abs(rows - before) > max(MOVE * before, FEW_ROWS):
        raise DayRejected(stem, Fault.MOVED, f"{before} rows then, {rows} now")


def check_header(extract: Extract, first: bytes) -> None:
    """Raise DayRejected when the file's first line is no header, or lacks a needed column.

    A byte order mark or UTF-16 is another encoding than the register's; an HTML page or nothing is no CSV.
    """
    if first.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\x00" in first:
        raise DayRejected(extract.stem, Fault.ENCODING)
    _indexes(extract, next(csv.reader([first.decode(ENCODING, "replace")]), []))


def rows(extract: Extract, path: Path) -> Iterator[tuple[str, ...]]:
    """The needed columns of each row, by name. Raises DayRejected at a row that cannot be right."""
    csv.field_size_limit(MOST_CHARACTERS)
    with path.open(encoding=ENCODING, errors="replace", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            pick, width = itemgetter(*_indexes(extract, header)), len(header)
            for row in reader:
                if len(row) != width:
                    raise DayRejected(extract.stem, Fault.RAGGED, f"line {reader.line_num}")
                yield pick(row)
        except csv.Error:
            raise DayRejected(extract.stem, Fault.RAGGED, f"line {reader.line_num}") from None


def _indexes(extract: Extract, header: list[str]) -> list[int]:
    named: dict[str, Any] = {name.strip(): index for index, name in reversed(list(enumerate(header)))}
    missing = [name for name in extract.columns if name not in named]
    if len(missing) == len(extract.columns):
        raise DayRejected(extract.stem, Fault.NOT_CSV)
    if missing:
        raise DayRejected(extract.stem, Fault.COLUMN_MISSING, ", ".join(missing))
    return [named[name] for name in extract.columns]
