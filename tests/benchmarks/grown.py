"""A service database of any size: jobseekers by generate_series, five dependent rows for each, in seconds a million.

The rows are thin (what links them, and little else); what a statement costs here is finding them.
"""

from __future__ import annotations

from datetime import UTC, datetime

import asyncpg

from practice.databases import SERVICE_RIGHTS, create_database, grant
from practice.postgres import Server
from practice.service_database.book import Book
from practice.service_database.erasable import everything
from practice.service_database.schema import ddl
from practice.service_database.world import build_world

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

# Table → (one row for every so many jobseekers, its columns). `{g}` counts the jobseekers, `id(…)` makes a uuid.
DEPENDENT: dict[str, tuple[int, dict[str, str]]] = {
    "saved_jobs": (1, {"jobseeker_id": "id('j', g)", "vacancy_id": "(SELECT id FROM vacancies LIMIT 1)"}),
    "subscriptions": (2, {"email": "'Person' || g || '@example.com'", "search_criteria": "'{}'"}),
    "alert_runs": (2, {"subscription_id": "id('subscriptions', g)"}),
    "feedbacks": (
        2,
        {"jobseeker_id": "CASE WHEN g % 4 = 0 THEN id('j', g) END", "email": "'p' || g || '@example.com'"},
    ),
    "jobseeker_profiles": (2, {"jobseeker_id": "id('j', g)"}),
    "personal_details": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "job_preferences": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "job_preferences_locations": (
        4,
        {"job_preferences_id": "id('job_preferences', g)", "name": "'Fellmoor'", "radius": "10", "uk_area": "''"},
    ),
    "jobseeker_profile_excluded_organisations": (
        8,
        {
            "jobseeker_profile_id": "id('jobseeker_profiles', g)",
            "organisation_id": "(SELECT id FROM organisations LIMIT 1)",
        },
    ),
    "employments": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "qualifications": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "qualification_results": (4, {"qualification_id": "id('qualifications', g)", "subject": "'Music'", "grade": "'9'"}),
    "action_text_rich_texts": (
        4,
        {
            "record_type": "'JobseekerProfile'",
            "record_id": "id('jobseeker_profiles', g)",
            "name": "'about_you_richtext'",
        },
    ),
    "noticed_events": (4, {"notifications_count": "1"}),
    "noticed_notifications": (
        4,
        {"event_id": "id('noticed_events', g)", "recipient_type": "'Jobseeker'", "recipient_id": "id('j', g)"},
    ),
    "job_applications": (
        4,
        {"jobseeker_id": "id('j', g)", "vacancy_id": "(SELECT id FROM vacancies LIMIT 1)", "status": "g % 11"},
    ),
    "conversations": (8, {"job_application_id": "id('job_applications', g)"}),
    "messages": (
        8,
        {"conversation_id": "id('conversations', g)", "type": "'JobseekerMessage'", "sender_id": "id('j', g)"},
    ),
    "emergency_login_keys": (
        8,
        {"owner_type": "'Jobseeker'", "owner_id": "id('j', g)", "not_valid_after": "now()"},
    ),
    "active_storage_blobs": (
        16,
        {"key": "g::text", "filename": "'form.pdf'", "byte_size": "1000", "service_name": "'practice'"},
    ),
    "active_storage_attachments": (
        16,
        {
            "record_type": "CASE WHEN g % 64 = 0 THEN 'ActionText::RichText' ELSE 'JobApplication' END",
            "record_id": "CASE WHEN g % 64 = 0 THEN id('action_text_rich_texts', g) ELSE id('job_applications', g) END",
            "name": "CASE WHEN g % 64 = 0 THEN 'embeds' ELSE 'application_form' END",
            "blob_id": "id('active_storage_blobs', g)",
        },
    ),
    "versions": (
        8,
        {
            "item_type": "'ReferenceRequest'",
            "item_id": "id('v', g)",
            "event": "'update'",
            "whodunnit": "'gid://teaching-vacancies/Jobseeker/' || id('j', g)",
        },
    ),
}
COUNTED_BY_THE_DATABASE = {"versions"}
NOT_UPDATED = {"versions", "active_storage_blobs", "active_storage_attachments"}
ID = "CREATE FUNCTION pg_temp.id(kind text, g bigint) RETURNS uuid LANGUAGE sql AS $$ SELECT md5(kind || g)::uuid $$"


def measured(number: int) -> str:
    """The address of one of those who hold everything, the same people in a database of every size."""
    return f"measured{number}@example.com"


async def grow(server: Server, name: str, jobseekers: int, people: int) -> str:
    """Make the database with so many jobseekers, and `people` to measure with; returns its owner's address.

    Rights are granted, statistics are fresh.
    """
    await create_database(server, name)
    url = server.url(name)
    connection = await asyncpg.connect(url)
    statements = ddl()
    tables = [statement for statement in statements if statement.startswith("CREATE TABLE")]
    try:
        await connection.execute(";".join(tables))
        await _written(connection, people)
        await _multiply(connection, jobseekers)
        for statement in statements[len(tables) - 2 :]:
            if not statement.startswith("CREATE TABLE"):
                await connection.execute(statement)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    await grant(url, SERVICE_RIGHTS)
    return url


async def _written(connection: asyncpg.Connection, people: int) -> None:
    book = Book(1, NOW)
    world = build_world(book)
    for number in range(people):
        everything(book.page(f"measured/{number}"), world, measured(number))
    await book.write(connection)


async def _multiply(connection: asyncpg.Connection, jobseekers: int) -> None:
    await connection.execute(ID)
    await connection.execute(
        "INSERT INTO jobseekers (id, email, created_at, updated_at)"
        " SELECT pg_temp.id('j', g), 'person' || g || '@example.com', now(), now()"
        f" FROM generate_series(1, {jobseekers}) g"
    )
    for table, (every, columns) in DEPENDENT.items():
        given = dict(columns, created_at="now()")
        if table not in COUNTED_BY_THE_DATABASE:
            given["id"] = f"id('{table}', g)"
        if table not in NOT_UPDATED:
            given["updated_at"] = "now()"
        values = ", ".join(given.values()).replace("id('", "pg_temp.id('")
        await connection.execute(
            f"INSERT INTO {table} ({', '.join(given)}) SELECT {values}"
            f" FROM generate_series({every}, {jobseekers}, {every}) g"
        )
