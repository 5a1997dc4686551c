"""A person's rows in the service database: their account, and every row that points to it."""

from __future__ import annotations

import asyncpg

from practice.altering import Json
from practice.databases import quoted

POINTERS = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'jobseeker_id' ORDER BY table_name
"""
BY_ADDRESS = ("subscriptions", "feedbacks")


async def person_rows(connection: asyncpg.Connection, email: str) -> Json:
    """Give the account's columns as text, and for each table how many rows are theirs with a digest of them.

    An address that differs only in capitals counts too. Tables without a row are left out.
    """
    accounts = await connection.fetch("SELECT * FROM jobseekers WHERE lower(email) = lower($1) ORDER BY id", email)
    ids = [account["id"] for account in accounts]
    tables = [(row["table_name"], "jobseeker_id = ANY($1)", ids) for row in await connection.fetch(POINTERS)]
    found: Json = {}
    for table, where, value in [*tables, *((name, "lower(email) = lower($1)", email) for name in BY_ADDRESS)]:
        count, digest = await connection.fetchrow(
            f"SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))"
            f" FROM {quoted(table)} t WHERE {where}",
            value,
        )
        if count:
            label = table if value is ids else f"{table} by address"
            found[label] = {"count": count, "digest": digest}
    return {
        "accounts": [
            {name: None if value is None else str(value) for name, value in account.items()} for account in accounts
        ],
        "tables": found,
    }


def compared(before: Json, now: Json) -> Json:
    """Put two sightings side by side: a line for each column worth seeing, and one for each table."""
    lines = []
    ids = dict.fromkeys(account["id"] for account in (*before["accounts"], *now["accounts"]))
    for number in ids:
        old, new = (_account(sighting, number) for sighting in (before, now))
        for name in [*SHOWN, *(name for name in (old or new or {}) if name not in SHOWN)]:
            was, is_now = _cell(old, name), _cell(new, name)
            if name in SHOWN or was != is_now:
                lines.append({"name": name, "before": was, "now": is_now, "changed": was != is_now})
    tables = []
    for name in sorted(before["tables"] | now["tables"]):
        was, is_now = before["tables"].get(name), now["tables"].get(name)
        tables.append(
            {
                "name": name,
                "before": was["count"] if was else 0,
                "now": is_now["count"] if is_now else 0,
                "changed": was != is_now,
            }
        )
    return {"columns": lines, "tables": tables}


SHOWN = ("email", "govuk_one_login_id", "account_closed_on", "current_sign_in_at", "sign_in_count", "updated_at")


def _account(sighting: Json, number: str) -> Json | None:
    return next((account for account in sighting["accounts"] if account["id"] == number), None)


def _cell(account: Json | None, name: str) -> str:
    if account is None:
        return "(no row)"
    value = account.get(name)
    return "NULL" if value is None else str(value)
