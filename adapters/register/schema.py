"""The tables of one day's register file."""

from __future__ import annotations

from typing import Final

VERSION: Final = 1
"""Raised whenever a table or the spelling of names changes; files of another version are not read."""

TABLES: Final = """
CREATE TABLE about (day TEXT NOT NULL, counts TEXT NOT NULL, undefined INTEGER NOT NULL);
CREATE TABLE organisation (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, town TEXT NOT NULL, postcode TEXT NOT NULL,
    type_code TEXT NOT NULL, type_name TEXT NOT NULL, type_group TEXT NOT NULL, status TEXT,
    ukprn TEXT NOT NULL, la_code TEXT NOT NULL, la_name TEXT NOT NULL, establishment_number TEXT NOT NULL,
    company_number TEXT NOT NULL, group_id TEXT NOT NULL, trust_flag TEXT NOT NULL, trust_uid TEXT NOT NULL,
    opened TEXT, closed TEXT,
    words TEXT NOT NULL, places TEXT NOT NULL
);
CREATE TABLE identifier (
    value TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL
);
CREATE TABLE succession (
    old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (old, new)
) WITHOUT ROWID;
CREATE TABLE membership (uid TEXT NOT NULL, urn TEXT NOT NULL, PRIMARY KEY (uid, urn)) WITHOUT ROWID;
CREATE TABLE trust_school (uid TEXT NOT NULL, urn TEXT NOT NULL, PRIMARY KEY (uid, urn)) WITHOUT ROWID;
"""
INDEXES: Final = """
CREATE INDEX identified ON identifier (value, kind, n);
CREATE INDEX predecessor ON succession (new, old);
CREATE INDEX grouped ON membership (urn, uid);
"""
FIELDS: Final = (
    "kind, number, name, town, postcode, type_code, type_name, type_group, status, ukprn, la_code, la_name, "
    "establishment_number, company_number, group_id, trust_flag, trust_uid, opened, closed"
)
"""The columns of `organisation` in the order of handlers.organisations.Organisation."""
