"""Rows in the making: collected by table, random but the same for a seed, written parents first."""

from __future__ import annotations

import json
import string
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from graphlib import TopologicalSorter
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from practice.databases import quoted
from practice.service_database.schema import read

URL_SAFE = string.ascii_letters + string.digits + "-_"

Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """Where one person (or the world around them) is written down, with randomness of its own.

    So what is added to one page later changes nothing on any other. `now` is UTC without zone, as Rails stores it.
    """

    rng: Random
    now: datetime
    rows: list[Row]

    def insert(self, table: str, **columns: Any) -> UUID:
        """Add a row and return its id. Both Rails timestamps are filled in: created_at is a month ago unless given."""
        key = UUID(int=self.rng.getrandbits(128), version=4)
        self.append(table, id=key, **columns)
        return key

    def append(self, table: str, **columns: Any) -> None:
        """Add a row whose id the database counts (versions, sessions)."""
        created = columns.get("created_at", self.now - timedelta(days=30))
        stamps = {"created_at": created, "updated_at": columns.get("updated_at", created)}
        known = _column_names(table)
        self.rows.append((table, columns | {name: at for name, at in stamps.items() if name in known}))

    def ago(self, days: float) -> datetime:
        """That many days before now."""
        return self.now - timedelta(days=days)

    def chance(self, share: float) -> bool:
        """True for about that share (0 to 1) of the people."""
        return self.rng.random() < share

    def ciphertext(self) -> str:
        """What stands in a column that the service encrypts: nobody should take it for real."""
        return f"practice ciphertext {self.rng.getrandbits(64):016x}"

    def one_login_id(self) -> str:
        """An invented GOV.UK One Login subject."""
        return "urn:fdc:gov.uk:2022:" + "".join(self.rng.choices(URL_SAFE, k=43))


@dataclass(frozen=True)
class Book:
    """All pages of one database."""

    seed: int
    now: datetime
    rows: list[Row] = field(default_factory=list)

    def page(self, name: str) -> Page:
        """A page, its randomness drawn from the seed and this name."""
        now = self.now if self.now.tzinfo is None else self.now.astimezone(UTC).replace(tzinfo=None)
        return Page(Random(f"{self.seed}/{name}"), now, self.rows)

    async def write(self, connection: asyncpg.Connection) -> None:
        """Insert all rows in one transaction."""
        batches: dict[str, dict[tuple[str, ...], list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
        for table, columns in self.rows:
            batches[table][tuple(columns)].append([_stored(value) for value in columns.values()])
        async with connection.transaction():
            for table in parents_first(batches):
                for names, values in batches[table].items():
                    await connection.executemany(_insert(table, names), values)


def parents_first(tables: Iterable[str]) -> list[str]:
    """The tables in an order in which each comes after those that its foreign keys point to."""
    wanted = dict.fromkeys(tables)
    order: TopologicalSorter[str] = TopologicalSorter({table: set() for table in wanted})
    for key in read().foreign_keys:
        if key.table in wanted and key.to_table in wanted:
            order.add(key.table, key.to_table)
    return list(order.static_order())


@cache
def _column_names(table: str) -> frozenset[str]:
    found = next(known for known in read().tables if known.name == table)
    return frozenset(column.name for column in found.columns)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, columns))}) VALUES ({places})"


def _stored(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value
