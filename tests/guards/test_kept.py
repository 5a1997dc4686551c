"""Every column of the bot database is declared keep, hash or drop, and docs/privacy.md says the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from adapters.bot_database.kept import FOR_GOOD, HOLDINGS, Holding, Rule, declared
from adapters.bot_database.tables import metadata
from handlers.model import Details
from tests.guards.repo import ROOT

WITHIN = "details."


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_column_is_declared_once(table: str) -> None:
    columns = set(metadata.tables[table].columns.keys())
    if table == "requests":
        columns = columns - {"details"} | {f"{WITHIN}{field.name}" for field in fields(Details)}
    told = Counter(column for each in HOLDINGS if each.table == table for column in each.columns.split())
    assert told == Counter(columns), "declare each column in adapters/bot_database/kept.py"


def test_nothing_is_declared_that_there_is_not() -> None:
    assert {each.table for each in HOLDINGS} == set(metadata.tables)


def test_what_goes_has_a_time_and_what_stays_has_none() -> None:
    for each in HOLDINGS:
        assert (each.how_long == FOR_GOOD) == (each.rule is Rule.KEEP), each


def test_what_people_wrote_and_who_they_are_goes() -> None:
    personal = {"evidence", "note", "decided_by", "undo", "look", *(f"{WITHIN}{name}" for name in ("subject", "text"))}
    assert personal <= declared("requests", Rule.DROP, Rule.HASH)
    for table in ("requesters", "approvals"):
        assert {"name", "teams_id"} <= declared(table, Rule.DROP)
    assert "people" in declared("notices", Rule.DROP)


def test_the_page_says_what_is_declared() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text()
    told = [line for line in page.splitlines() if line.startswith("| `")]
    assert told == [row(each) for each in HOLDINGS]


def row(each: Holding) -> str:
    columns = ", ".join(f"`{column}`" for column in each.columns.split())
    return f"| `{each.table}` | {columns} | {each.what} | {each.rule} | {each.how_long} |"
