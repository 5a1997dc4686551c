"""A person's rows in the service database: their account, and every row that a deletion would take, change or leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import asyncpg

from adapters.service_database.erasure_map import STEPS, SUBJECT
from practice.altering import Json
from practice.databases import quoted

ADDRESSED: Final = "lower(btrim(email)) = (SELECT address FROM subject)"
WHO: Final = f"""
WITH subject AS (SELECT CAST($1 AS uuid) AS id, lower(btrim($2::text)) AS address),
alerts AS (SELECT id FROM subscriptions WHERE {ADDRESSED}),
addressed AS (SELECT id FROM feedbacks WHERE {ADDRESSED} AND (jobseeker_id = {SUBJECT}) IS NOT TRUE)
"""
NAMES: Final = {"feedbacks_by_address": "feedbacks by address", "feedbacks_of_alerts": "feedbacks about job alerts"}
NOTIFIED: Final = (
    f"SELECT event_id FROM noticed_notifications WHERE recipient_type = 'Jobseeker' AND recipient_id = {SUBJECT}"
)
STAY: Final = (
    ("job_applications", "job_applications", f"jobseeker_id = {SUBJECT}"),
    ("messages", "messages", f"type = 'JobseekerMessage' AND sender_id = {SUBJECT}"),
    ("emergency_login_keys", "emergency_login_keys", f"owner_type = 'Jobseeker' AND owner_id = {SUBJECT}"),
    ("noticed_events", "noticed_events", f"id IN ({NOTIFIED})"),
)
"""What a deletion does not take, or forbids one."""
TABLES: Final = (
    *((NAMES.get(step.name, step.name), step.table, step.where) for step in STEPS if step.name != "jobseekers"),
    *STAY,
)


async def person_rows(connection: asyncpg.Connection, email: str, before: Json | None = None) -> Json:
    """Give the account's columns as text, and for each table how many rows are theirs with a digest of them.

    An address that differs only in capitals counts too. Tables without a row are left out. What an earlier sighting
    saw is looked for by its key, so that a row which lost its owner would still be found.
    """
    seen = [account["id"] for account in before["accounts"]] if before else []
    accounts = await connection.fetch(
        "SELECT * FROM jobseekers WHERE lower(btrim(email)) = lower(btrim($1)) OR id::text = ANY($2) ORDER BY id",
        email,
        seen,
    )
    owners = [account["id"] for account in accounts] or [None]
    found: Json = {}
    for name, table, where in TABLES:
        earlier = before["tables"].get(name, {}).get("keys", []) if before else []
        keys = sorted({*earlier, *await _keys(connection, table, where, owners, email)})
        count, digest = await connection.fetchrow(
            f"SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))"
            f" FROM {quoted(table)} t WHERE id::text = ANY($1)",
            keys,
        )
        if count:
            found[name] = {"count": count, "digest": digest, "keys": keys}
    return {
        "accounts": [
            {name: None if value is None else str(value) for name, value in account.items()} for account in accounts
        ],
        "tables": found,
    }


async def _keys(
    connection: asyncpg.Connection, table: str, where: str, owners: Iterable[object], email: str
) -> list[str]:
    keys: list[str] = []
    for owner in owners:
        rows = await connection.fetch(f"{WHO} SELECT id::text AS id FROM {quoted(table)} WHERE {where}", owner, email)
        keys += [row["id"] for row in rows]
    return keys


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
        (number, digest), (left, digest_now) = (_rows_of(sighting, name) for sighting in (before, now))
        changed = (number, digest) != (left, digest_now)
        shown = f"{left}, changed" if changed and number == left else left
        tables.append({"name": name, "before": number, "now": shown, "changed": changed})
    return {"columns": lines, "tables": tables}


SHOWN = ("email", "govuk_one_login_id", "account_closed_on", "current_sign_in_at", "sign_in_count", "updated_at")


def _account(sighting: Json, number: str) -> Json | None:
    return next((account for account in sighting["accounts"] if account["id"] == number), None)


def _rows_of(sighting: Json, name: str) -> tuple[int, str | None]:
    found = sighting["tables"].get(name, {})
    return found.get("count", 0), found.get("digest")


def _cell(account: Json | None, name: str) -> str:
    if account is None:
        return "(no row)"
    value = account.get(name)
    return "NULL" if value is None else str(value)
