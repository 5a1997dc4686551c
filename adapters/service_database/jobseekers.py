"""Jobseekers in the service database: found, locked, unlinked. Every statement that is sent there stands here.

Plain SQL of PostgreSQL 14. Measured against Teaching Vacancies 98445ab: `unlink_from_govuk_one_login!` is one UPDATE
of two columns, times are UTC without a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from adapters.straight import Ready
from handlers.unlink import Jobseeker

_COLUMNS = """
    j.id::text AS id, j.email, j.govuk_one_login_id AS one_login_id, j.account_closed_on AS closed_on,
    j.email_opt_out, j.email_opt_out_reason, coalesce(j.current_sign_in_at, j.last_sign_in_at) AS last_sign_in_at,
    j.sign_in_count,
    (SELECT count(*) FROM job_applications a WHERE a.jobseeker_id = j.id) AS applications,
    (SELECT count(*) FROM jobseeker_profiles p JOIN qualifications q ON q.jobseeker_profile_id = p.id
      WHERE p.jobseeker_id = j.id)
      + (SELECT count(*) FROM jobseeker_profiles p JOIN employments e ON e.jobseeker_profile_id = p.id
          WHERE p.jobseeker_id = j.id) AS profile_entries,
    (SELECT count(*) FROM messages m WHERE m.sender_id = j.id AND m.type = 'JobseekerMessage') AS messages_sent
"""

# `lower(…)` has no index there: this one statement reads the whole table, and never under a lock. The ids come first,
# as an array: with ORDER BY and LIMIT beside the search the planner walks the primary key, ten times as slow.
FIND = Ready(
    text(
        f"SELECT {_COLUMNS} FROM jobseekers j"
        " WHERE j.id = ANY(ARRAY(SELECT id FROM jobseekers WHERE lower(btrim(email)) = :email)) ORDER BY j.id LIMIT 5"
    )
)

# In the order of their ids, so that two workers can never wait for each other.
LOCK = text(
    "SELECT id FROM jobseekers WHERE id = :subject_id OR id = :second_id OR email = :current_email"
    " ORDER BY id FOR UPDATE"
)
READ = text(f"SELECT {_COLUMNS} FROM jobseekers j WHERE j.id = ANY(:ids) ORDER BY j.id")

# Never '': the column is unique and NULLs do not collide.
UNLINK = text(
    "UPDATE jobseekers SET govuk_one_login_id = NULL, updated_at = clock_timestamp() AT TIME ZONE 'UTC'"
    " WHERE id = :subject_id"
)
# The reverse, for an undo: only onto an account that has none now; the unique index refuses an id that is taken.
LINK = text(
    "UPDATE jobseekers SET govuk_one_login_id = :one_login_id, updated_at = clock_timestamp() AT TIME ZONE 'UTC'"
    " WHERE id = :subject_id AND nullif(btrim(govuk_one_login_id), '') IS NULL"
)
LOGIN_TAKEN = text("SELECT EXISTS (SELECT FROM jobseekers WHERE govuk_one_login_id = :one_login_id)")
TRANSACTION_ID = text("SELECT pg_current_xact_id()::text")
TRANSACTION_STATUS = text("SELECT pg_xact_status(CAST(CAST(:xid AS text) AS xid8))")


def jobseeker(row: Mapping[Any, Any]) -> Jobseeker:
    """One row of FIND or READ."""
    return Jobseeker(**row)
