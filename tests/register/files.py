"""Small register files in the official layout, written by hand, and a register built of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from adapters.register.build import build
from adapters.register.extracts import ENCODING, ESTABLISHMENTS, EXTRACTS, GROUPS, LINKS, MEMBERSHIPS, SMALL
from adapters.register.search import Register
from adapters.register.store import Stored, file_of

DAY = date(2026, 11, 20)
Row = Mapping[str, str]

_SCHOOL = {
    "LA (code)": "870",
    "LA (name)": "Reading",
    "EstablishmentNumber": "2001",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentStatus (code)": "1",
    "OpenDate": "01-09-1999",
    "TrustSchoolFlag (code)": "0",
    "Town": "Reading",
    "Postcode": "RG1 1AA",
}
_GROUP = {"Group Type (code)": "06", "Group Type": "Multi-academy trust", "Group Status (code)": "OPEN"}


def school(urn: int, name: str, **fields: str) -> dict[str, str]:
    """One row of edubasealldata; fields by their column's first word, as `Town` or `Postcode`."""
    return {**_SCHOOL, "URN": str(urn), "EstablishmentName": name, **_named(ESTABLISHMENTS.columns, fields)}


def group(uid: int, name: str, **fields: str) -> dict[str, str]:
    """One row of allgroupsdata."""
    return {**_GROUP, "Group UID": str(uid), "Group Name": name, **_named(GROUPS.columns, fields)}


def link(urn: int, other: int, kind: str = "Successor") -> dict[str, str]:
    """One row of links_edubasealldata: `kind` is what `other` is to `urn`."""
    return {"URN": str(urn), "LinkURN": str(other), "LinkName": "", "LinkType": kind}


def member(urn: int, uid: int) -> dict[str, str]:
    """One row of alllinksdata."""
    return {"URN": str(urn), "Group UID": str(uid)}


def _named(columns: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    by_word = {column.replace(" (", "_").replace(")", "").replace(" ", "_"): column for column in columns}
    return {by_word[name]: value for name, value in fields.items()}


def as_csv(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """A file as the register's host writes it: windows-1252, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(ENCODING)


def four(
    schools: Sequence[Row], groups: Sequence[Row] = (), links: Sequence[Row] = (), members: Sequence[Row] = ()
) -> dict[str, bytes]:
    """All four files by stem; a file for which nothing is given has one row that nothing points to."""
    rows = {
        ESTABLISHMENTS.stem: schools,
        GROUPS.stem: groups or [group(1, "Nobody's Federation", Group_Type_code="01")],
        LINKS.stem: links or [link(1, 2, "Other")],
        MEMBERSHIPS.stem: members or [member(1, 1)],
    }
    return {
        extract.stem: as_csv(dict.fromkeys([*extract.columns, *rows[extract.stem][0]]), rows[extract.stem])
        for extract in EXTRACTS
    }


def write(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The files on disk, by stem."""
    paths = {stem: folder / f"{stem}.csv" for stem in files}
    for stem, content in files.items():
        paths[stem].write_bytes(content)
    return paths


def stored(files: Mapping[str, bytes], folder: Path, day: date = DAY) -> Stored:
    """The register built of these files, open."""
    target = file_of(folder, day)
    build(write(files, folder), day, target, bounds=SMALL, before={})
    return Stored(target)


def register(files: Mapping[str, bytes], folder: Path) -> Register:
    """The same, ready to answer."""
    return Register(stored(files, folder))
