"""A service database of any size: jobseekers by generate_series, five dependent rows for each, in seconds a million.

The rows are thin (what links them, and little else); what a statement costs here is finding them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import asyncpg

from practice.databases import SERVICE_RIGHTS, create_database, grant
from practice.postgres import Server
from practice.service_database.book import Book, Page
from practice.service_database.erasable import everything
from practice.service_database.schema import ddl
from practice.service_database.world import World, build_world

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

# Table → (one row for every so many jobseekers, its columns). `{g}` counts the jobseekers, `id(…)` makes a uuid.
DEPENDENT: dict[str, tuple[int, dict[str, str]]] = {
    "saved_jobs": (1, {"jobseeker_id": "id('j', g)", "vacancy_id": "(SELECT id FROM vacancies LIMIT 1)"}),
    "subscriptions": (2, {"email": "'Person' || g || '@example.com'", "search_criteria": "'{}'"}),
    "alert_runs": (2, {"subscription_id": "id('subscriptions', g)"}),
    "feedbacks": (2, {"jobseeker_id": "CASE WHEN g % 4 = 0 THEN id('j', g) END", "email": "'p' || g || '@example.com'"}),
    "jobseeker_profiles": (2, {"jobseeker_id": "id('j', g)"}),
    "personal_details": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "job_preferences": (4, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
    "employments": (2, {"jobseeker_profile_id": "id('jobseeker_profiles', g)"}),
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
    "versions": (
        4,
        {
            "item_type": "'ReferenceRequest'",
            "item_id": "id('v', g)",
            "event": "'update'",
            "whodunnit": "'gid://teaching-vacancies/Jobseeker/' || id('j', g)",
        },
    ),
}
COUNTED_BY_THE_DATABASE = {"versions"}
ID = "CREATE FUNCTION pg_temp.id(kind text, g bigint) RETURNS uuid LANGUAGE sql AS $$ SELECT md5(kind || g)::uuid $$"


async def grow(server: Server, name: str, jobseekers: int, measured: int) -> tuple[str, list[str]]:
    """Make the database: its owner's address, and the addresses of `measured` people who all hold everything.

    They are the same people in every size. Rights are granted, statistics are fresh.
    """
    await create_database(server, name)
    url = server.url(name)
    connection = await asyncpg.connect(url)
    statements = ddl()
    tables = [statement for statement in statements if statement.startswith("CREATE TABLE")]
    try:
        await connection.execute(";".join(tables))
        people = await _written(connection, measured)
        await _multiply(connection, jobseekers)
        for statement in statements[len(tables) - 2 :]:
            if not statement.startswith("CREATE TABLE"):
                await connection.execute(statement)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    await grant(url, SERVICE_RIGHTS)
    return url, people


async def _written(connection: asyncpg.Connection, number: int) -> list[str]:
    book = Book(1, NOW)
    world = build_world(book)
    emails = [f"measured{each}@example.com" for each in range(number)]
    write: Callable[[Page, World, str], None] = everything
    for email in emails:
        write(book.page(email), world, email)
    await book.write(connection)
    return emails


async def _multiply(connection: asyncpg.Connection, jobseekers: int) -> None:
    await connection.execute(ID)
    await connection.execute(
        "INSERT INTO jobseekers (id, email, created_at, updated_at)"
        f" SELECT pg_temp.id('j', g), 'person' || g || '@example.com', now(), now() FROM generate_series(1, {jobseekers}) g"
    )
    for table, (every, columns) in DEPENDENT.items():
        given = dict(columns, created_at="now()")
        if table not in COUNTED_BY_THE_DATABASE:
            given |= {"id": f"id('{table}', g)", "updated_at": "now()"}
        values = ", ".join(given.values()).replace("id('", "pg_temp.id('")
        await connection.execute(
            f"INSERT INTO {table} ({', '.join(given)}) SELECT {values}"
            f" FROM generate_series({every}, {jobseekers}, {every}) g"
        )
