"""The erasure map as statements of PostgreSQL 14: the preview, the reading under the lock, the deletion."""

from __future__ import annotations

from sqlalchemy import TextClause, text

from adapters.service_database.erasure_map import COUNTERS, EMBEDS, MESSAGES, STATUSES, STAYS, STEPS, SUBJECT, Step

_ADDRESS = "lower(btrim({table}.email)) = (SELECT address FROM subject)"
# Under one address but for capitals there may be two accounts (the column is unique letter by letter). A row that
# bears the other one's address exactly is the other one's.
_NOT_ANOTHERS = (
    f"coalesce((SELECT j.id FROM jobseekers j WHERE j.email = {{table}}.email), {SUBJECT})"
    f" IS NOT DISTINCT FROM {SUBJECT}"
)
_UNDER_THE_ADDRESS = f"{_ADDRESS} AND {_NOT_ANOTHERS}"
_ALERTS = "SELECT s.id FROM subscriptions s WHERE " + _UNDER_THE_ADDRESS.format(table="s")
# Feedback of the account itself is the account's own step.
_ADDRESSED = (
    f"SELECT f.id FROM feedbacks f WHERE (f.jobseeker_id = {SUBJECT}) IS NOT TRUE AND "
    + _UNDER_THE_ADDRESS.format(table="f")
)
# What was found before the lock is looked at again by primary key: the address has no index that ignores capitals.
_ALERTS_AGAIN = f"{_ALERTS} AND s.id = ANY(CAST(:alerts AS uuid[]))"
_ADDRESSED_AGAIN = f"{_ADDRESSED} AND f.id = ANY(CAST(:addressed AS uuid[]))"

# The ids first, as an array: with ORDER BY and LIMIT beside the search the planner walks the primary key in the hope of
# five early hits, ten times as slow as reading the table.
_BY_ADDRESS = (
    "SELECT id, email FROM jobseekers"
    " WHERE id = ANY(ARRAY(SELECT id FROM jobseekers WHERE lower(btrim(email)) = :address)) ORDER BY id LIMIT 5"
)
_BY_ID = "SELECT id, email FROM jobseekers WHERE id = :id"
_GIVEN = "subject AS (SELECT CAST(:id AS uuid) AS id, CAST(:address AS text) AS address)"
# One row whatever is found: the one account, or nobody with the address that was asked for.
_THE_ONE = """subject AS MATERIALIZED (
    SELECT one.id, coalesce(lower(btrim(one.email)), CAST(:address AS text)) AS address
    FROM (SELECT) always LEFT JOIN accounts one ON (SELECT count(*) FROM accounts) = 1)"""


def _preview(accounts: str, *, unindexed: bool) -> TextClause:
    counted = [stays for stays in STAYS if stays.number is not None and (stays.indexed or unindexed)]
    return text(f"""
WITH accounts AS MATERIALIZED ({accounts}), {_THE_ONE},
alerts AS MATERIALIZED ({_ALERTS}), addressed AS MATERIALIZED ({_ADDRESSED})
SELECT ARRAY(SELECT id::text FROM accounts ORDER BY id) AS ids, ARRAY(SELECT email FROM accounts ORDER BY id) AS emails,
{_held()},
{", ".join(f"({stays.number}) AS stays_{stays.name}" for stays in counted)}
""")


def _held() -> str:
    """Every step's keys and what forbids a deletion, as columns."""
    steps = [f"ARRAY(SELECT id::text FROM {step.table} WHERE {step.where}) AS {step.name}" for step in STEPS]
    return ",\n".join([*steps, f"ARRAY({STATUSES}) AS statuses", f"({MESSAGES}) AS messages", f"({EMBEDS}) AS embeds"])


def _act(step: Step) -> TextClause:
    verb = f"UPDATE {step.table} SET {step.change}" if step.change else f"DELETE FROM {step.table}"
    return text(f"{_FOUND} {verb} WHERE {step.where} RETURNING id::text")


_FOUND = f"WITH {_GIVEN}, alerts AS ({_ALERTS_AGAIN}), addressed AS ({_ADDRESSED_AGAIN})"

PREVIEW = _preview(_BY_ADDRESS, unindexed=True)
PREVIEW_OF = _preview(_BY_ID, unindexed=True)
# For a day on which the history has grown too long to be counted within the time that a statement has.
PREVIEW_SHORT = _preview(_BY_ADDRESS, unindexed=False)
PREVIEW_OF_SHORT = _preview(_BY_ID, unindexed=False)

# Before the lock, and only when something was ticked or there is no account: reads whole tables.
LOOK = text(f"""
WITH {_GIVEN}
SELECT ARRAY({_ALERTS}) AS alerts, ARRAY({_ADDRESSED}) AS addressed,
    {SUBJECT} IS NULL AND EXISTS (SELECT FROM jobseekers j WHERE {_ADDRESS.format(table="j")}) AS account
""")

# FOR UPDATE and nothing weaker: a job application that is being written needs FOR KEY SHARE on this row, and only
# this lock makes it wait (measured; FOR NO KEY UPDATE does not).
LOCK = text("SELECT email FROM jobseekers WHERE id = :id FOR UPDATE")
READ = text(f"{_FOUND} SELECT {_held()}")
COUNT_APPLICATIONS = text("SELECT count(*) FROM job_applications WHERE jobseeker_id = :id")
UPDATE_COUNTERS = text(f"WITH {_GIVEN} {COUNTERS}")
ACTS = {step.name: _act(step) for step in STEPS}
