"""What the bot's role may do in the service database, against deploy/service_database.sql: no more, no less.

A right too many is as much a fault as one too few: whatever the code refuses, PostgreSQL should refuse as well.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.rights import Right, differences
from adapters.service_database import publishers
from adapters.service_database.known_schema import LOSES, READ

# Unlinking reads and writes these; the columns that deletions need are in READ, those for the diagnosis of a failed
# sign-in in publishers.READ.
READ_FOR_UNLINKING = {
    "employments": ("jobseeker_profile_id",),
    "job_applications": ("jobseeker_id",),
    "jobseeker_profiles": ("id", "jobseeker_id"),
    "jobseekers": (
        "account_closed_on",
        "current_sign_in_at",
        "email",
        "email_opt_out",
        "email_opt_out_reason",
        "govuk_one_login_id",
        "id",
        "last_sign_in_at",
        "sign_in_count",
    ),
    "messages": ("sender_id", "type"),
    "qualifications": ("jobseeker_profile_id",),
}
CHANGED = {
    "feedbacks": ("subscription_id",),
    "jobseekers": ("govuk_one_login_id", "updated_at"),
    "noticed_events": ("notifications_count",),
}
GRANTED: frozenset[Right] = frozenset(
    {
        *(
            ("SELECT", table, name)
            for columns in (READ, READ_FOR_UNLINKING, publishers.READ)
            for table in columns
            for name in columns[table]
        ),
        *(("UPDATE", table, name) for table, names in CHANGED.items() for name in names),
        *(("DELETE", table, "") for table in LOSES),
    }
)


async def wrong_rights(connection: AsyncConnection) -> tuple[str, ...]:
    """Every right too many or too few as a sentence, in order. One round trip. Raises SQLAlchemyError."""
    return await differences(connection, GRANTED)
